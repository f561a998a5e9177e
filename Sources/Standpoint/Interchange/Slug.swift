// Keys made from names.

import Foundation

enum Slug {
    /// A key as the file wants it, made from a name: small letters and digits, accents dropped, hyphens between.
    /// Nil where nothing of the name can be written so.
    static func make(_ name: String) -> String? {
        var (slug, isGap) = ("", false)
        for scalar in name.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9":
                if isGap, !slug.isEmpty { slug += "-" }
                isGap = false
                slug.unicodeScalars.append(scalar)
            case let mark where mark.properties.generalCategory == .nonspacingMark: break
            case "'", "’": break
            default: isGap = true
            }
            if slug.utf8.count >= 80 { break }
        }
        return slug.isEmpty ? nil : slug
    }
}
