import OpsContracts
import OpsMessaging
import OpsSQLite

/// Answers that came in one by one before the round was handed in: rows of the service, not facts.
struct DraftAnswer: Sendable, Equatable {
    var code: String
    var outcome: ReadingOutcome?
    var value: DecimalReading?
    var note: String?
    var fault: Bool
    /// SHA-256 of a picture that is kept.
    var photo: String?
    /// The phone's time; of two answers to one item the later counts, in whatever order they arrive.
    var takenAt: Timestamp

    static let migrations = [
        Migration(
            "round answers 1",
            """
            CREATE TABLE roundAnswer(
              round TEXT NOT NULL, code TEXT NOT NULL, outcome TEXT, value TEXT, note TEXT, fault INTEGER NOT NULL,
              takenAt INTEGER NOT NULL, PRIMARY KEY(round, code)) STRICT, WITHOUT ROWID;
            """),
        Migration(
            "round answers 2",
            """
            ALTER TABLE roundAnswer ADD COLUMN photo TEXT;
            CREATE INDEX roundAnswer_photo ON roundAnswer(photo) WHERE photo IS NOT NULL;
            """),
    ]

    /// In SQL: an answer that is kept names the picture called `d`.
    static let namesPhoto = "EXISTS (SELECT 1 FROM roundAnswer WHERE photo = d)"

    /// An answer that says nothing has no reading; a number without an outcome is 正常 until its limits say otherwise.
    var reading: Reading? {
        guard let outcome = outcome ?? (value == nil ? nil : .normal) else { return nil }
        return Reading(
            code: code, outcome: outcome, value: value, note: note, fault: fault ? true : nil,
            severity: fault ? .high : nil, photo: photo)
    }
}

extension ReadDatabase {
    func draftAnswers(of round: RoundID) throws -> [DraftAnswer] {
        try rows("SELECT code, outcome, value, note, fault, takenAt, photo FROM roundAnswer WHERE round = ?", [round]) {
            row in
            DraftAnswer(
                code: row.text(0), outcome: row.optionalText(1).map { ReadingOutcome(rawValue: $0) },
                value: row.optionalText(2).flatMap { DecimalReading(rawValue: $0) }, note: row.optionalText(3),
                fault: row.bool(4), photo: row.optionalText(6), takenAt: Timestamp(row.int(5)))
        }
    }

    /// Rounds that keep an answer with this picture.
    func draftRounds(naming photo: String) throws -> [RoundID] {
        try rows("SELECT round FROM roundAnswer WHERE photo = ? LIMIT 50", [photo]) { RoundID($0.text(0)) }
    }
}

extension WriteTransaction {
    func keep(_ answer: DraftAnswer, of round: RoundID) throws {
        try run(
            """
            INSERT INTO roundAnswer(round, code, outcome, value, note, fault, photo, takenAt) VALUES (?,?,?,?,?,?,?,?)
            ON CONFLICT(round, code) DO UPDATE SET outcome = excluded.outcome, value = excluded.value,
              note = excluded.note, fault = excluded.fault, photo = excluded.photo, takenAt = excluded.takenAt
              WHERE excluded.takenAt >= takenAt
            """,
            [
                round, answer.code, answer.outcome?.rawValue, answer.value?.rawValue, answer.note, answer.fault,
                answer.photo, answer.takenAt,
            ])
    }

    func dropDraftAnswers(of round: RoundID) throws {
        try run("DELETE FROM roundAnswer WHERE round = ?", [round])
    }
}
