/// Every fact type the assessments service states.
public enum AssessmentsContracts {
    public static let all: [any FactContract.Type] = [
        PostDefined.self, PostFilled.self, PostVacated.self, DutyProposed.self, DutyAgreed.self,
        ScoreRulesPublished.self, EvidenceProposed.self, EvidenceRuled.self, EvidenceWithdrawn.self,
        SheetScored.self, SheetPublished.self, SheetObjected.self, ObjectionRuled.self, SheetFrozen.self,
        SheetReopened.self,
    ]
}
