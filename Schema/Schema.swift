// The SQL of this folder as it is built into the library.

/// The schema of a Standpoint file.
package enum Schema {
    /// The application id of a Standpoint file, “StNd”.
    package static let applicationID: Int32 = 0x5374_4e64
    /// The version of the schema that these files make, as `PRAGMA user_version` gives it.
    package static let version: Int32 = 1

    /// The SQL files, in the order in which they are loaded.
    package static let files: [(name: String, sql: [UInt8])] = [
        ("01-bookkeeping.sql", PackageResources._1_bookkeeping_sql),
        ("02-thing.sql", PackageResources._2_thing_sql),
        ("03-evidence.sql", PackageResources._3_evidence_sql),
        ("04-fact.sql", PackageResources._4_fact_sql),
        ("05-rule-thing.sql", PackageResources._5_rule_thing_sql),
        ("06-rule-event.sql", PackageResources._6_rule_event_sql),
        ("06-rule-evidence.sql", PackageResources._6_rule_evidence_sql),
        ("07-rule-fact.sql", PackageResources._7_rule_fact_sql),
        ("08-history-thing.sql", PackageResources._8_history_thing_sql),
        ("09-history-fact.sql", PackageResources._9_history_fact_sql),
        ("09-history-kept.sql", PackageResources._9_history_kept_sql),
        ("09-history-vocabulary.sql", PackageResources._9_history_vocabulary_sql),
        ("10-vocabulary.sql", PackageResources._0_vocabulary_sql),
        ("11-view.sql", PackageResources._1_view_sql),
        ("12-view-analysis.sql", PackageResources._2_view_analysis_sql),
        ("13-problem.sql", PackageResources._3_problem_sql),
        ("14-problem-date.sql", PackageResources._4_problem_date_sql),
        ("14-problem-meaning.sql", PackageResources._4_problem_meaning_sql),
        ("14-problem-value.sql", PackageResources._4_problem_value_sql),
        ("15-search.sql", PackageResources._5_search_sql),
        ("16-anchor.sql", PackageResources._6_anchor_sql),
        ("17-identity.sql", PackageResources._7_identity_sql),
        ("17-name.sql", PackageResources._7_name_sql),
        ("18-conflict.sql", PackageResources._8_conflict_sql),
        ("19-version.sql", PackageResources._9_version_sql),
        ("20-change.sql", PackageResources._0_change_sql),
        ("21-problem.sql", PackageResources._1_problem_sql),
    ]
}
