import OpsContracts
import OpsSQLite

extension Store {
    /// Folds every read model whose tables are missing or of another shape, from fact 1, then swaps it in.
    /// - Returns: the names of the models built.
    @discardableResult
    public func buildReadModels(bus: any EventBus) async throws -> [String] {
        let building = definition.models.filter { !self.isLive($0) }
        for model in building {
            let generation = try await writer.submit { transaction in
                try ReadModelTables.newestGeneration(model, transaction.connection)?.generation ?? 0
            }
            try await build(model, generation: generation, bus: bus)
        }
        return building.map(\.name)
    }

    /// Folds one read model anew beside the live one, then swaps it in; readers never see half.
    /// - Returns: false where there is no such model.
    public func rebuild(_ name: String, bus: any EventBus) async throws -> Bool {
        guard let model = definition.models.first(where: { $0.name == name }) else { return false }
        let generation = try await writer.submit { transaction in
            let db = transaction.connection
            let live = try db.integer("SELECT generation FROM readModel WHERE name = ?", [name]) ?? 0
            let newest = try ReadModelTables.newestGeneration(model, db)
            if let newest, newest.generation > live {
                try ReadModelTables.drop(model, generation: newest.generation, db)
                try db.run("DELETE FROM readModelPosition WHERE name = ?", [name])
            }
            let next = Int(live) + 1
            try ReadModelTables.create(model, generation: next, db)
            return next
        }
        try await build(model, generation: generation, bus: bus)
        return true
    }

    private func build(_ model: any ReadModel, generation: Int, bus: any EventBus) async throws {
        let services = Set(model.families.map { FactType(rawValue: $0).service })
        let sources = ServiceName.allCases.filter { services.contains($0.rawValue) && $0 != definition.service }.map(
            \.topic)
        while !Task.isCancelled {
            for source in sources { try await fold(source, into: model, generation: generation, bus: bus) }
            FailPoint.reach("mid-rebuild")
            let own = definition.topic
            let isDone = try await writer.submit { transaction in
                let db = transaction.connection
                // The own log is folded inside the writer, so its end cannot move between look and swap.
                guard try Self.foldOwn(into: model, generation: generation, own, transaction) else { return false }
                for source in sources {
                    let here = try ReadModelTables.position(model, generation: generation, source: source, db).seq
                    if try here < StorePositions.position(of: source, db)?.seq ?? 0 { return false }
                }
                try ReadModelTables.publish(model, generation: generation, db)
                transaction.names.use(model, generation: generation, live: true)
                return true
            }
            if isDone { return }
        }
        throw CancellationError()
    }

    /// A bounded slice of the own log.
    /// - Returns: true when the end is reached.
    private static func foldOwn(into model: any ReadModel, generation: Int, _ own: Topic, _ tx: WriteTransaction) throws
        -> Bool
    {
        let db = tx.connection
        let position = try ReadModelTables.position(model, generation: generation, source: own, db)
        let facts = try EventLog.facts(after: position.seq, limit: 500, db)
        try fold(facts, from: own, into: model, generation: generation, tx)
        return facts.count < 500
    }

    /// Everything of one upstream source up to where the live reader stands.
    private func fold(_ source: Topic, into model: any ReadModel, generation: Int, bus: any EventBus) async throws {
        var silent = 0
        while !Task.isCancelled {
            let (from, limit) = try await writer.submit { transaction in
                (
                    try ReadModelTables.position(model, generation: generation, source: source, transaction.connection),
                    try StorePositions.position(of: source, transaction.connection)?.seq ?? 0
                )
            }
            guard from.seq < limit else { return }
            let batch = try await bus.read(source, after: from, max: 500, wait: 1000)
            var facts: [Fact] = []
            var last = from.seq
            for case .fact(let fact, _) in batch.records where fact.seq == last + 1 && fact.seq <= limit {
                facts.append(fact)
                last = fact.seq
            }
            silent = batch.records.isEmpty ? silent + 1 : 0
            guard silent < 10 else { throw BusError.unavailable("\(source) is silent behind seq \(last)") }
            let slice = facts
            if facts.isEmpty {
                // Copies of what was folded may lie in between; a number above the next one means that it is gone.
                if let above = batch.firstSeq(above: last) { throw BusError.truncated(source, first: above) }
                continue
            }
            try await writer.submit { try Self.fold(slice, from: source, into: model, generation: generation, $0) }
        }
    }

    private static func fold(
        _ facts: [Fact], from source: Topic, into model: any ReadModel, generation: Int, _ tx: WriteTransaction
    ) throws {
        guard let last = facts.last else { return }
        let db = tx.connection
        var names = TableNames()
        names.use(model, generation: generation, live: false)
        let target = FoldDatabase(connection: db, names: names, source: source)
        for fact in facts where model.families.contains(fact.type.family) {
            // What is parked in the live reader stays out here too; a retry folds it into the live tables.
            if try ParkedFacts.contains(fact.seq, of: source, db) { continue }
            try model.apply(fact, target)
        }
        try ReadModelTables.save(
            SourcePosition(seq: last.seq, hash: last.hash), model, generation: generation, source: source, db)
    }
}
