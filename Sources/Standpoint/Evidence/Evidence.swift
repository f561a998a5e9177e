// What proves a fact: words of a document, as the caller points at them.

/// The words of a document that prove a fact, before they are looked up in its text.
///
/// The two ways to point follow the W3C Web Annotation data model: by the words themselves (TextQuoteSelector) or
/// by their position (TextPositionSelector); a source without archived text is pointed into by a locator.
///
///     let report = try edit.document("report", title: "Closing report", text: text)
///     report.quoting("an end to the blockade")
///     report.quoting("peace", prefix: "just and lasting ")   // where the word stands twice
///     video.at("00:14:05", quote: "we will not yield")
public struct Evidence: Sendable, Hashable {
    /// The document.
    public let document: ID<Document>
    /// The way to the words in it.
    public let selector: Selector

    /// A way to words in a document.
    public enum Selector: Sendable, Hashable {
        /// The words, and where they stand more than once the words right before or after them.
        case quote(String, prefix: String? = nil, suffix: String? = nil)
        /// The position: Unicode code points before the words, and before what follows them.
        case position(Range<Int>)
        /// A page, a record, a time, and the words there where they are known.
        case locator(String, quote: String? = nil)
    }

    /// Words of that document.
    public init(document: ID<Document>, _ selector: Selector) {
        (self.document, self.selector) = (document, selector)
    }
}

extension ID where Row == Document {
    /// The words of this document that prove something. They are found also when typed with other white space,
    /// quotation marks, dashes, ligatures or accents composed otherwise than in the text; what is kept is the
    /// text's own wording. Where they stand more than once, give the words right before or after them.
    public func quoting(_ quote: String, prefix: String? = nil, suffix: String? = nil) -> Evidence {
        Evidence(document: self, .quote(quote, prefix: prefix, suffix: suffix))
    }

    /// A place in this document where it has no archived text: a page, a record, a time.
    public func at(_ locator: String, quote: String? = nil) -> Evidence {
        Evidence(document: self, .locator(locator, quote: quote))
    }

    /// A position in this document's text, in Unicode code points.
    public func at(_ position: Range<Int>) -> Evidence {
        Evidence(document: self, .position(position))
    }
}

/// A source as it was captured at one time, without its text (see ``Snapshot/text(of:)``).
public struct Document: Sendable, Hashable, Identifiable, Codable {
    /// The file's number of it.
    public let id: ID<Document>
    /// Its readable name for dossiers, SQL and links.
    public let key: String
    /// Its title.
    public let title: String
    /// Who published it.
    public let publisher: String?
    /// When it was published.
    public let published: EDTF?
    /// Where it was found.
    public let url: String?
    /// Its language, BCP 47.
    public let language: String?
    /// How it came to be and what it rests on.
    public let description: String?
    /// SHA-256 of its archived text in UTF-8; nil where it has none.
    public let sha256: String?
}

/// The words of a document that prove something, as they stand in it.
public struct Passage: Sendable, Hashable, Identifiable, Codable {
    /// The file's number of it.
    public let id: ID<Passage>
    /// The document.
    public let document: Standpoint.ID<Document>
    /// Where the words stand, in Unicode code points; nil in a source without archived text.
    public let position: Range<Int>?
    /// The words, exactly as the document has them.
    public let quote: String?
    /// A place in a source without archived text.
    public let locator: String?
}
