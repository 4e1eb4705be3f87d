public import OpsContracts
public import OpsSQLite

// Typed ids, codes, moments and money are bound to statements as what they wrap.
extension Topic: SQLConvertible {}
extension SiteCode: SQLConvertible {}
extension Timestamp: SQLConvertible {}
extension Money: SQLConvertible {}
extension Score: SQLConvertible {}
extension BasisPoints: SQLConvertible {}
extension Actor: SQLConvertible {}
extension FactType: SQLConvertible {}
extension ServiceName: SQLConvertible {}
extension Identifier: SQLConvertible {}
extension Day: SQLConvertible {
    public var sqlValue: SQLValue { .text(description) }
}
extension YearMonth: SQLConvertible {
    public var sqlValue: SQLValue { .text(description) }
}
