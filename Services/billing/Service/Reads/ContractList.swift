import OpsContracts
import OpsMessaging
import OpsSQLite

/// The contracts by year: two run side by side in January.
struct ContractList: ReadModel {
    let name = "contract-list"
    let shape = 1
    let tables = ["contract"]
    let schema = """
        CREATE TABLE {contract}(
            contract TEXT PRIMARY KEY, year INTEGER NOT NULL, supplier TEXT NOT NULL, annual INTEGER NOT NULL,
            signedOn TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """
    let families: Set<String> = ["billing.contract-signed"]

    func apply(_ fact: Fact, _ db: FoldDatabase) throws {
        let signed = try fact.decode(ContractSigned.self)
        try db.run(
            "INSERT INTO {contract}(contract, year, supplier, annual, signedOn) VALUES (?,?,?,?,?)",
            [
                signed.contract, signed.year, signed.supplier, signed.quarters.reduce(Money.zero, +), signed.signedOn,
            ])
    }
}

/// A contract in a list; also the API's JSON.
struct ContractRow: Codable, Sendable, Equatable {
    var contract: ContractID
    var year: Int
    var supplier: String
    /// fen.
    var annual: Money
    var signedOn: Day

    /// The newest first; one a year.
    static func all(_ db: ReadDatabase) throws -> [ContractRow] {
        try db.rows("SELECT contract, year, supplier, annual, signedOn FROM {contract} ORDER BY year DESC LIMIT 50") {
            row in
            ContractRow(
                contract: ContractID(row.text(0)), year: row.int(1), supplier: row.text(2),
                annual: Money(fen: row.int(3)), signedOn: Day(row.text(4)) ?? Day(ordinal: 0))
        }
    }
}
