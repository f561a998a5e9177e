// The options of imports from the Discourse Network Analyzer.

import Standpoint

extension Option {
    /// Which variables of a file of that program mean what, and by what name it is known.
    static let dna = [
        Option(
            "key", "NAME", "of a .dna file: by which name it is imported again; the file's where left out"),
        Option("statement-type", "LABEL", "of a .dna file: the statement type, where several fit"),
        Option("person", "VARIABLE", "of a .dna file: who speaks"),
        Option("organization", "VARIABLE", "of a .dna file: for whom"),
        Option("concept", "VARIABLE", "of a .dna file: on what"),
        Option(
            "agreement", "VARIABLE", "of a .dna file: on which side, a boolean or an integer of -10 to 10"),
    ]
}

extension DNAVariables {
    /// The variables that the options name.
    init(_ arguments: Arguments) {
        self.init(
            statementType: arguments.value("statement-type"), person: arguments.value("person"),
            organization: arguments.value("organization"), concept: arguments.value("concept"),
            agreement: arguments.value("agreement"))
    }
}
