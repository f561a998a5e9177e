// The verbs that ask the questions of the library.

import Standpoint

extension Verb {
    // MARK: stances

    static let stances = Verb(
        name: "stances", usage: "stances FILE [options]",
        summary:
            "Lists stances: who, by which act, toward what, and the words that prove it. Options narrow them, all together.",
        operands: 1...1,
        options: StanceFilter.options + StanceFilter.sides + [
            .limit, Option("count", nil, "only how many"),
            Option(
                "count-by", "DIMENSION",
                "how many by \(Dimension.allCases.dropLast().map(\.rawValue).joined(separator: ", ")) or \(Dimension.allCases.last?.rawValue ?? ""); may be given several times"
            ),
            Option("per", "PERIOD", "with --count-by: by year, month or day"),
            Option("sources", nil, "with --count-by: and in how many documents, by how many publishers"),
            .showSQL, .asOf,
        ], example: "standpoint stances havana.sqlite --toward us-blockade-of-cuba --against"
    ) { arguments in
        let kb = try arguments.knowledgeBase()
        var query = try StanceFilter.query(arguments, kb)
        if let side = try StanceFilter.side(arguments) { query = query.holding(side) }
        let dimensions = try arguments.choice("count-by", Dimension.self)
        if !dimensions.isEmpty || arguments.has("per") {
            let periods = ["year": Period.year, "month": .month, "day": .day]
            let period = try arguments.value("per").map { text in
                guard let period = periods[text] else {
                    throw UsageError(message: "--per takes year, month or day")
                }
                return period
            }
            var counts = query.counts(by: dimensions, per: period, sources: arguments.has("sources"))
            if let limit = try arguments.number("limit") { counts = counts.limited(to: limit) }
            if try arguments.showsSQL(counts) { return 0 }
            try Answer(
                try counts.all(), dimensions, sources: arguments.has("sources"), whole: arguments.isForProgram
            ).print(arguments)
            return 0
        }
        if let limit = try arguments.number("limit") { query = query.limited(to: limit) }
        if try arguments.showsSQL(query) { return 0 }
        if arguments.has("count") {
            try Output.line("\(try query.count())")
        } else {
            try Answer(try query.all(), whole: arguments.isForProgram).print(arguments)
        }
        return 0
    }

    // MARK: positions

    static let positions = Verb(
        name: "positions", usage: "positions FILE [options]",
        summary:
            "Says where each holder stands on each target by now, since when, and on how many documents and publishers that rests.",
        operands: 1...1, options: StanceFilter.options + StanceFilter.sides + [.limit, .showSQL, .asOf],
        example: "standpoint positions havana.sqlite --toward us-blockade-of-cuba --against"
    ) { arguments in
        let kb = try arguments.knowledgeBase()
        var positions = try StanceFilter.query(arguments, kb).positions(try StanceFilter.side(arguments))
        if let limit = try arguments.number("limit") { positions = positions.limited(to: limit) }
        if try arguments.showsSQL(positions) { return 0 }
        try Answer(try positions.all(), whole: arguments.isForProgram).print(arguments)
        return 0
    }

    // MARK: timeline

    static let timeline = Verb(
        name: "timeline", usage: "timeline FILE [options]",
        summary: "Lists everything that has a date, in the order of time.",
        operands: 1...1,
        options: [
            Option("about", "KEY", "only what has to do with this thing"),
            Option("narrower", nil, "with --about: and with everything narrower than it"),
            Option("located", "KEY", "only what took place in this place, and what was said and done there"),
            Option("in", "DATE", "only when this EDTF date allows it"),
            Option(
                "certainly", nil,
                "with --in: only what lies in it as a whole; a set, or a season 21 to 24, counts from its first day to its last",
                with: "in"),
            Option("what", "WHAT", "only event, stance, participation, membership, relation or figure"),
            .limit,
            .showSQL, .asOf,
        ], example: "standpoint timeline havana.sqlite --in 2019-11 --what event"
    ) { arguments in
        let kb = try arguments.knowledgeBase()
        let kinds = try arguments.choice("what", TimelineEntry.Kind.self)
        var timeline = kb.timeline(
            about: try arguments.key("about", kb), includingNarrower: arguments.has("narrower"),
            in: try arguments.date("in")?.description, certainly: arguments.has("certainly"),
            located: try arguments.key("located", kb, [.place]),
            kinds: Set(kinds.isEmpty ? TimelineEntry.Kind.allCases : kinds))
        if let limit = try arguments.number("limit") { timeline = timeline.limited(to: limit) }
        if try arguments.showsSQL(timeline) { return 0 }
        try Answer(try timeline.all(), whole: arguments.isForProgram).print(arguments)
        return 0
    }

    // MARK: who

    static let who = Verb(
        name: "who", usage: "who FILE KEY [options]",
        summary:
            "Says who took part in an event and in which office at that time; or what belongs to a process or an organization.",
        operands: 2...2,
        options: [
            Option("parts", nil, "also in the events that are part of it"),
            Option("belongs", nil, "the organizations that belong to it, by themselves or through others"),
            Option("people", nil, "with --belongs: the people instead", with: "belongs"),
            Option(
                "in", "DATE",
                "with --belongs: only by memberships that may have held when this EDTF date allows it",
                with: "belongs"),
            .showSQL, .asOf,
        ], example: "standpoint who havana.sqlite closing-ceremony"
    ) { arguments in
        let kb = try arguments.knowledgeBase()
        let (key, belongs) = (arguments.operands[1], arguments.has("belongs"))
        _ = try Arguments.known(key, in: kb, belongs ? EntityKind.allCases : [.event])
        if belongs {
            let belonging = kb.belonging(
                to: key, arguments.has("people") ? .person : .organization,
                in: try arguments.date("in")?.description)
            if try arguments.showsSQL(belonging) { return 0 }
            try Answer(try belonging.all(), whole: arguments.isForProgram).print(arguments)
        } else {
            let offices = kb.participations.in(key, includingParts: arguments.has("parts")).offices()
            if try arguments.showsSQL(offices) { return 0 }
            try Answer(try offices.all(), whole: arguments.isForProgram).print(arguments)
        }
        return 0
    }

    // MARK: together

    static let together = Verb(
        name: "together", usage: "together FILE [KEY] [options]",
        summary:
            "Says who took part in the same events: as this one, as those of an event, or anyone as anyone.",
        operands: 1...2,
        options: [
            Option("at", "KEY", "with those who took part in this event"),
            Option("at-least", "N", "in at least so many events together; 2 where left out"), .limit,
            .showSQL, .asOf,
        ], example: "standpoint together havana.sqlite nicolas-maduro --at-least 1"
    ) { arguments in
        let kb = try arguments.knowledgeBase()
        var query = kb.participations
        if let key = arguments.operands.dropFirst().first {
            query = query.by(try Arguments.known(key, in: kb, [.person, .organization]))
        }
        if let key = try arguments.key("at", kb, [.event]) { query = query.in(key) }
        var together = query.together(atLeast: try arguments.number("at-least", atLeast: 1) ?? 2)
        if let limit = try arguments.number("limit") { together = together.limited(to: limit) }
        if try arguments.showsSQL(together) { return 0 }
        try Answer(try together.all(), whole: arguments.isForProgram).print(arguments)
        return 0
    }

    // MARK: changes

    static let changes = Verb(
        name: "changes", usage: "changes FILE [options]",
        summary: "Says whose position turned around, when and where; or where sources or members disagree.",
        operands: 1...1,
        options: StanceFilter.options + [
            Option("contradictions", nil, "where two documents put one holder on both sides instead"),
            Option("departures", nil, "where a member departs from its organization's line instead"), .limit,
            .showSQL, .asOf,
        ], example: "standpoint changes havana.sqlite --by cuba"
    ) { arguments in
        let kb = try arguments.knowledgeBase()
        let query = try StanceFilter.query(arguments, kb)
        let limit = try arguments.number("limit") ?? Int.max
        let whole = arguments.isForProgram
        switch (arguments.has("contradictions"), arguments.has("departures")) {
        case (true, true):
            throw UsageError(message: "--contradictions and --departures exclude each other")
        case (true, false):
            let contradictions = query.contradictions().limited(to: limit)
            if try arguments.showsSQL(contradictions) { return 0 }
            try Answer(
                sides: ["for", "against"],
                try contradictions.all().map { ([$0.holder, $0.target], [$0.supporting, $0.opposing]) },
                things: ["holder", "toward"], whole: whole
            ).print(arguments)
        case (false, true):
            let departures = query.departures().limited(to: limit)
            if try arguments.showsSQL(departures) { return 0 }
            try Answer(
                sides: ["stance", "line"],
                try departures.all().map {
                    ([$0.member, $0.organization, $0.target], [$0.stance, $0.line])
                },
                things: ["member", "organization", "toward"], whole: whole
            ).print(arguments)
        case (false, false):
            let turnarounds = query.turnarounds().limited(to: limit)
            if try arguments.showsSQL(turnarounds) { return 0 }
            try Answer(
                sides: ["before", "after"],
                try turnarounds.all().map { ([$0.holder, $0.target], [$0.before, $0.after]) },
                things: ["holder", "toward"], whole: whole
            ).print(arguments)
        }
        return 0
    }

    // MARK: search

    static let search = Verb(
        name: "search", usage: "search FILE WORD… [options]",
        summary:
            "Finds things by name, documents and quotes by their words, best first. Accents and case do not matter.",
        operands: 2...1000,
        options: [
            Option("names", nil, "only things by their names"), Option("documents", nil, "only documents"),
            Option("quotes", nil, "only quotes"),
            Option("phrase", nil, "the words one behind the other"),
            Option("fts5", nil, "an expression in the syntax of SQLite's FTS5"),
            Option("like", nil, "names that are most like a misspelt one"),
            Option("limit", "N", "at most so many of each; 10 where left out"),
        ], example: "standpoint search havana.sqlite diaz canel"
    ) { arguments in
        let kb = try open(arguments.operands[0])
        let words = arguments.operands.dropFirst().joined(separator: " ")
        let limit = try arguments.number("limit") ?? 10
        let syntax: SearchSyntax? = arguments.has("fts5") ? .fts5 : arguments.has("phrase") ? .phrase : nil
        let all = !["names", "documents", "quotes", "like"].contains(where: arguments.has)
        let sections = try kb.read { snapshot in
            var sections: [(title: String, answer: Answer)] = []
            var names: [NameMatch] = []
            if all || arguments.has("names") {
                names = try kb.names(matching: words, syntax ?? .typing).limited(to: limit).all(in: snapshot)
            }
            if arguments.has("like") || (all && names.isEmpty) {
                names = try snapshot.names(like: words, limit: limit)
            }
            if !names.isEmpty { sections.append(("Things", Answer(names))) }
            if all || arguments.has("documents") {
                let found = try kb.documents(mentioning: words, syntax ?? .words).limited(to: limit).all(
                    in: snapshot)
                if !found.isEmpty { sections.append(("Documents", Answer(found))) }
            }
            if all || arguments.has("quotes") {
                let found = try kb.quotes(mentioning: words, syntax ?? .words).limited(to: limit).all(
                    in: snapshot)
                if !found.isEmpty { sections.append(("Quotes", Answer(found))) }
            }
            return sections
        }
        if sections.isEmpty, !arguments.isForProgram { try Output.line("nothing found") }
        try Answer.print(sections, arguments)
        return sections.isEmpty ? 1 : 0
    }
}
