/// The facts of the directory, sign-in keys and calendars (topic `ops.office.v1`).
public enum OfficeContracts {
    public static let all: [any FactContract.Type] = [
        SiteRegistered.self, SiteOwnerAssigned.self, UnitRegistered.self,
        AccountOpened.self, AccountChanged.self, AccountClosed.self, PasswordSet.self, TokensRevoked.self,
        SigningKeyPublished.self, CalendarPublished.self, PeriodDeclared.self, PeriodCancelled.self,
    ]
}
