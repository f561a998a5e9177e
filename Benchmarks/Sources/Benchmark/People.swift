// The rows that the wrapper is measured with.

import CFloor
import Foundation

/// A row: an integer, two texts and a real number.
struct Person {
    let parent: Int64
    let name: String
    let note: String
    let score: Double
}

/// The same rows for Swift and for C, each text in memory of its own on both sides.
///
/// Names take 7 to 34 bytes and repeat, as those of a table of facts do; notes take 44 to 109, each of its own. About
/// half of the texts have letters beyond ASCII. The parent of a person is any other, and serves the join.
struct People {
    let swift: [Person]
    let c: [floor_person]
    /// The ids to look up, in no order.
    let ids: [Int64]

    init(_ count: Int) {
        var chance = Chance()
        var swift: [Person] = []
        var c: [floor_person] = []
        for number in 1...count {
            let person = Person(
                parent: Int64(chance.below(count) + 1),
                name: Self.givenNames[chance.below(8)] + " " + Self.familyNames[chance.below(8)],
                note: "\(number): " + Self.claims[chance.below(4)] + " " + Self.objects[chance.below(8)],
                score: Double(chance.below(1_000_000)) / 64)
            swift.append(person)
            c.append(
                floor_person(
                    parent: person.parent, name: strdup(person.name), name_length: person.name.utf8.count,
                    note: strdup(person.note), note_length: person.note.utf8.count, score: person.score))
        }
        self.swift = swift
        self.c = c
        ids = (0..<count).map { _ in Int64(chance.below(count) + 1) }
    }

    private static let givenNames = [
        "Ana", "José Ramón", "Nicolás", "María del Carmen", "Ngozi", "Đặng Thị", "Evo", "Leyla",
    ]
    private static let familyNames = [
        "Kim", "Díaz", "Okonkwo", "Hoa", "Mendoza", "Rodríguez Reyes", "Fernandes", "Öz",
    ]
    private static let claims = [
        "demands without delay and without conditions", "condemns as a violation of the Charter",
        "expresses its solidarity with", "exige en la declaración final",
    ]
    private static let objects = [
        "the end of the blockade", "the release of all political prisoners", "el fin de las sanciones",
        "la autodeterminación de los pueblos", "the withdrawal of the troops", "a new economic order",
        "una América Latina de paz", "the cancellation of the external debt of the poorest",
    ]
}

/// Numbers without a pattern, the same in every run (a linear congruential generator).
private struct Chance {
    private var state: UInt64 = 20191101

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }
}
