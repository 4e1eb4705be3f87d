import OpsContracts
import OpsSQLite

/// Creates, finds and drops the tables of read models, generation by generation.
enum ReadModelTables {
    /// Finds every model's tables at start-up, and makes them where they are missing or of another shape.
    ///
    /// In a store without any fact a new model is live at once; elsewhere it is folded first (`ReadModelBuilder`).
    static func prepare(_ models: [any ReadModel], _ db: Connection) throws -> TableNames {
        var names = TableNames()
        let isEmpty =
            try db.integer(
                "SELECT (SELECT count(*) FROM (SELECT 1 FROM log LIMIT 1)) + (SELECT count(*) FROM position)") == 0
        for model in models {
            let row = try db.first("SELECT shape, generation FROM readModel WHERE name = ?", [model.name]) {
                (shape: $0.int(0) as Int, generation: $0.int(1) as Int)
            }
            if let row, row.shape == model.shape {
                try dropUnfinished(model, behind: row.generation, db)
                names.use(model, generation: row.generation, live: true)
                continue
            }
            let building = try newestGeneration(model, db)
            if let building, building.shape == model.shape {
                names.use(model, generation: building.generation, live: false)
                continue
            }
            let generation = max(row?.generation ?? 0, building?.generation ?? 0) + 1
            try create(model, generation: generation, db)
            if isEmpty { try publish(model, generation: generation, db) }
            names.use(model, generation: generation, live: isEmpty)
        }
        return names
    }

    /// A rebuild that a crash cut off is begun anew by whoever asks for it again.
    private static func dropUnfinished(_ model: any ReadModel, behind live: Int, _ db: Connection) throws {
        guard let half = try newestGeneration(model, db), half.generation > live else { return }
        try drop(model, generation: half.generation, db)
        try db.run("DELETE FROM readModelPosition WHERE name = ? AND generation > ?", [model.name, live])
    }

    static func create(_ model: any ReadModel, generation: Int, _ db: Connection) throws {
        var names = TableNames()
        names.use(model, generation: generation, live: false)
        try db.execute(names.resolve(model.schema))
        try db.run(
            "INSERT OR REPLACE INTO readModelPosition(name, generation, source, seq, hash) VALUES (?,?,?,?,?)",
            [model.name, generation, "", model.shape, ""])
    }

    /// From now on this generation is the model; older ones are dropped.
    static func publish(_ model: any ReadModel, generation: Int, _ db: Connection) throws {
        let old = try db.integer("SELECT generation FROM readModel WHERE name = ?", [model.name])
        try db.run(
            """
            INSERT INTO readModel(name, shape, generation) VALUES (?,?,?)
            ON CONFLICT(name) DO UPDATE SET shape = excluded.shape, generation = excluded.generation
            """, [model.name, model.shape, generation])
        try db.run("DELETE FROM readModelPosition WHERE name = ? AND generation <= ?", [model.name, generation])
        if let old, old != Int64(generation) { try drop(model, generation: Int(old), db) }
    }

    static func drop(_ model: any ReadModel, generation: Int, _ db: Connection) throws {
        for table in model.tables { try db.execute("DROP TABLE IF EXISTS \(table)_\(generation)") }
    }

    /// A generation under construction carries one row with an empty source, whose `seq` is its shape.
    static func newestGeneration(_ model: any ReadModel, _ db: Connection) throws -> (generation: Int, shape: Int)? {
        try db.first(
            "SELECT generation, seq FROM readModelPosition WHERE name = ? AND source = '' ORDER BY generation DESC LIMIT 1",
            [model.name]
        ) { ($0.int(0) as Int, $0.int(1) as Int) }
    }

    static func position(_ model: any ReadModel, generation: Int, source: Topic, _ db: Connection) throws
        -> SourcePosition
    {
        try db.first(
            "SELECT seq, hash FROM readModelPosition WHERE name = ? AND generation = ? AND source = ?",
            [model.name, generation, source]
        ) { SourcePosition(seq: $0.int(0), hash: $0.text(1)) } ?? .start
    }

    static func save(
        _ position: SourcePosition, _ model: any ReadModel, generation: Int, source: Topic, _ db: Connection
    ) throws {
        try db.run(
            """
            INSERT INTO readModelPosition(name, generation, source, seq, hash) VALUES (?,?,?,?,?)
            ON CONFLICT(name, generation, source) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
            """, [model.name, generation, source, position.seq, position.hash])
    }
}
