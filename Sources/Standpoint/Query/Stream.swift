// Answers that arrive while they are asked for, and answers that are given anew when the file changes.

import StandpointSQLite

extension Question {
    /// The answers one by one, from one consistent state of the file: as they are asked for, a portion at a time, so
    /// that the memory it takes does not grow with their number.
    ///
    ///     for try await stance in kb.stances.expressed(in: "2019").stream() { … }
    ///
    /// A stream keeps a connection of its own from its first answer to its last, or until it is dropped. Cancelling the
    /// task stops what runs. A knowledge base in memory has one connection only: there all answers are read at once.
    public func stream() -> AnswerStream<Self> { AnswerStream(question: self) }

    /// The answers now, and again after each committed change to the file that makes them others, by whatever
    /// process. Answers that nobody has taken yet give way to later ones.
    ///
    ///     for try await stances in kb.stances.toward("us-blockade-of-cuba").observe() { show(stances) }
    ///
    /// - Parameter interval: How long to wait before looking again for a change; looking costs some microseconds.
    public func observe(every interval: Duration = .milliseconds(100)) -> AsyncThrowingStream<
        [Answer], any Error
    > {
        AsyncThrowingStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                do {
                    var (seen, last): (Int?, [Answer]?) = (nil, nil)
                    while true {
                        let version = try await knowledgeBase.pool.version()
                        if version != seen {
                            // What is committed between the two lines is seen as a new version the next time.
                            let answers = try await all()
                            if answers != last { continuation.yield(answers) }
                            (seen, last) = (version, answers)
                        }
                        try await Task.sleep(for: interval)
                    }
                } catch {
                    continuation.finish(throwing: error is CancellationError ? nil : error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

/// The answers to a question as they are asked for.
public struct AnswerStream<Asked: Question>: AsyncSequence, Sendable {
    /// An answer.
    public typealias Element = Asked.Answer
    /// ``SQLiteError`` or `CancellationError`.
    public typealias Failure = any Error

    fileprivate let question: Asked

    /// Begins at the first answer.
    public func makeAsyncIterator() -> Iterator { Iterator(source: Source(question)) }

    /// Asks for one answer after the other.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let source: Source
        private var portion: ArraySlice<Element> = []
        private var isAtEnd = false

        fileprivate init(source: Source) { self.source = source }

        /// The next; nil after the last.
        /// - Throws: ``SQLiteError``, `CancellationError`.
        public mutating func next() async throws -> Element? {
            if portion.isEmpty, !isAtEnd {
                portion = try await source.portion()[...]
                isAtEnd = portion.isEmpty
            }
            return portion.popFirst()
        }
    }

    /// What is in the midst of being read.
    ///
    /// The proof for `@unchecked Sendable`: `rows` is touched in closures that the reader runs, one at a time, and by
    /// whoever drops the last reference; `isRead` by the one task that asks the iterator, which is not Sendable.
    fileprivate final class Source: @unchecked Sendable {
        private let question: Asked
        private let reader: PoolReader?
        private var rows: Rows?
        private var isRead = false

        init(_ question: Asked) {
            self.question = question
            reader = question.knowledgeBase.pool.reader()
        }

        func portion() async throws -> [Element] {
            guard let reader else {
                if isRead { return [] }
                isRead = true
                return try await question.all()
            }
            return try await reader.run { connection in
                if self.rows == nil { self.rows = try self.question.rows(on: connection) }
                var portion: [Element] = []
                while portion.count < 256, let row = try self.rows?.next() {
                    portion.append(try self.question.decode(row))
                }
                return portion
            }
        }
    }
}
