package io.facegate.usecase.reconcile;

import io.facegate.catalogue.TrailVendor;
import io.facegate.ledger.RecordedCalls;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.usecase.reconcile.Finding.Reason;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A ledger of chosen calls, and a trail to compare with it. */
abstract class LedgerAndTrail {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final Instant LATER = NOW.plusSeconds(1);

    @TempDir
    Path data;

    final RecordedCalls ledger = new RecordedCalls();
    final List<String> trail = new ArrayList<>();

    Reconciliation compare(TrailVendor vendor, String... principals) throws Exception {
        return compare(vendor, new Period(null, null), principals);
    }

    Reconciliation compare(TrailVendor vendor, Period period, String... principals) throws Exception {
        return compare(vendor, period, null, principals);
    }

    /** @param account the account whose trail it is, or null */
    Reconciliation compare(TrailVendor vendor, Period period, String account, String[] principals) throws Exception {
        if (!Files.exists(data.resolve("ledger.db"))) {
            ledger.write(data);
        }
        var in = new ByteArrayInputStream(String.join("\n", trail).getBytes(StandardCharsets.UTF_8));
        return new Reconcile(LedgerAddress.ofFolder(data), "m.roe")
                .compare(new Reconcile.Question(
                        vendor, TrailLocation.of("-"), in, List.of(principals), period, account));
    }

    static List<Reason> reasons(Reconciliation result) {
        return Stream.of(Finding.Kind.values())
                .flatMap(kind -> result.findings().listed(kind).stream())
                .map(Finding::reason)
                .toList();
    }

    String detected(String request) {
        var decision = ledger.permit("rekognition", "DetectFaces", NOW);
        ledger.answered(decision, LATER, request);
        return decision;
    }

    String timedOut(String provider, String operation) {
        var decision = ledger.permit(provider, operation, NOW);
        ledger.end(decision, "fault", LATER, sent -> sent.recordUnanswered());
        return decision;
    }
}
