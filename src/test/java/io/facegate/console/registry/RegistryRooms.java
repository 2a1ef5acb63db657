package io.facegate.console.registry;

import io.facegate.call.Capability;
import io.facegate.console.AuditStatus;
import io.facegate.console.ScriptWatch;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationRelations;
import io.facegate.identity.OrganisationState;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.Quota;
import io.facegate.registry.Registry;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.ApplicableQuotas;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.OrganisationProfiles;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.PermissionAnswer;
import io.facegate.usecase.registry.QuotaLimit;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.report.ReportLedger;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the app hands to the pages of organisations, for the tests: a registry, one row of which was changed. */
@Singleton
public final class RegistryRooms {
    static final String HOSTILE = "<script>alert(1)</script>";

    /** Where its ledger is, and the texts of appeals. */
    public final Path data;

    /** A refused call of hope, against which it appealed; the appeal was rejected. */
    public final String appealed;

    final String key;

    volatile ApplicableQuotas quotas = QUOTAS;

    static final ApplicableQuotas QUOTAS = new ApplicableQuotas(
            ApplicableQuotas.Origin.REGISTRY,
            List.of(
                    new QuotaLimit("children-day", "day", 1000, null, 900L, new Quota.Scope("hope", null, null, null)),
                    new QuotaLimit("pace-second", "second", 40, 20.5, null, new Quota.Scope("*", "*", null, null)),
                    new QuotaLimit(
                            "searches-month",
                            "month",
                            500,
                            null,
                            null,
                            new Quota.Scope("*", null, Capability.IDENTIFY, "rekognition"))));

    RegistryRooms() throws IOException, SQLException {
        data = Files.createTempDirectory("organisations");
        ReportLedger.fill(data);
        appealed = appeal();
        var access =
                new RegistryAccess(data, LedgerAddress.ofFolder(data), new ActingPerson("m.roe", "Because of 12."));
        var organisations = new Organisations(access);
        organisations.add(verified("umbrella", "Umbrella of Charities").build());
        organisations.add(verified("hope", "Hope for Children")
                .type("nonprofit.child_protection")
                .relations(new OrganisationRelations("umbrella", Set.of(), "office@hope.example"))
                .purposeTerms(Map.of(
                        "missing_child",
                        new PurposeTerms("file-12", HOSTILE, Instant.parse("2026-01-01T00:00:00Z"), null)))
                .build());
        organisations.add(verified("hostile", HOSTILE).build());
        organisations.add(verified("forged", "Genuine Name").build());
        for (int number = 100; number < 160; number++) {
            var one = verified("org-" + number, "Charity " + number);
            organisations.add((number == 100 ? one.verification(WITHOUT_END) : one).build());
        }
        key = new OrganisationKeys(access)
                .mint(new KeyRequest("hope", List.of(), null, null))
                .key()
                .accessKeyId();
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var statement = file.createStatement()) {
            statement.executeUpdate("UPDATE organisation SET name = 'Forged Name' WHERE id = 'forged'");
        }
    }

    private String appeal() {
        var refused = Records.of(data).stream()
                .filter(record -> record.contains("\"verdict\":\"refuse\""))
                .findFirst()
                .orElseThrow();
        var id = refused.replaceAll(".*\"id\":\"([0-9a-f-]{36})\".*", "$1");
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(said(AppealAct.FILED, id, "desk@hope.example", "We had a warrant."));
            ledger.recordAct(said(
                    AppealAct.REJECTED,
                    id,
                    "a.lee",
                    "The warrant covers another person. " + HOSTILE + ScriptWatch.HOSTILE));
        }
        Filled.signed(data);
        return id;
    }

    private static Ledger.Administrative said(AppealAct act, String decision, String person, String text) {
        return new Ledger.Administrative(act.act(), decision, person, Instant.now())
                .withDetails(new AdministrativeActDetails(null, text, true, null));
    }

    /** The records of that call and of the appeal. */
    public List<String> recordsOfTheAppeal() {
        return Records.of(data).stream()
                .filter(record -> record.contains('"' + appealed + '"'))
                .toList();
    }

    private static final OrganisationVerification WITHOUT_END = new OrganisationVerification(
            "charity_register", "No. 100", "m.roe", Instant.parse("2026-01-05T00:00:00Z"), null);

    private static io.facegate.identity.OrganisationBuilder verified(String id, String name) {
        return Organisation.builder(id, "nonprofit")
                .name(name)
                .jurisdictions(List.of("US-OR"))
                .purposes(List.of("missing_child"))
                .state(OrganisationState.VERIFIED)
                .verification(new OrganisationVerification(
                        "charity_register",
                        "No. 12 " + HOSTILE,
                        "m.roe",
                        Instant.parse("2026-01-05T00:00:00Z"),
                        Instant.parse("2099-01-05T00:00:00Z")));
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    OrganisationProfiles organisations(ViewAudit views, AuditStatus audit) {
        return new OrganisationProfiles(
                Registry.open(data),
                ProjectionSearch.open(LedgerAddress.ofFolder(data)),
                views,
                audit::now,
                new OrganisationProfiles.Computed(
                        (_, _) -> List.of(
                                new PermissionAnswer(
                                        "missing_child",
                                        List.of("rekognition", "facegate"),
                                        Set.of("detect"),
                                        PermissionAnswer.Verdict.PERMITTED,
                                        "base/nonprofit-detect",
                                        null,
                                        List.of()),
                                new PermissionAnswer(
                                        "missing_child",
                                        List.of("azure"),
                                        Set.of("identify.live"),
                                        PermissionAnswer.Verdict.REFUSED,
                                        "eu-ai-act-art5/live",
                                        "The law prohibits it " + HOSTILE,
                                        List.of()),
                                new PermissionAnswer(
                                        "missing_child",
                                        List.of("azure"),
                                        Set.of("identify"),
                                        PermissionAnswer.Verdict.DEPENDS,
                                        null,
                                        null,
                                        List.of("threshold", "evidence"))),
                        (_, _) -> quotas));
    }
}
