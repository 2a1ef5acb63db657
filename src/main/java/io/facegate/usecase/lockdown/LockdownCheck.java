package io.facegate.usecase.lockdown;

import io.facegate.catalogue.TrailVendor;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.lockdown.account.AccountExport;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.LockdownReport;
import io.facegate.usecase.lockdown.aws.AwsLockdown;
import io.facegate.usecase.lockdown.azure.AzureLockdown;
import io.facegate.usecase.lockdown.google.GoogleLockdown;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a cloud account says of itself: may a principal that is not the gateway's call a face operation? Where
 * there is a ledger, who checks is on record before a file is read, and what came out before it is shown.
 */
public final class LockdownCheck {
    private static final String ACT = "lockdown";

    private final @Nullable LedgerAddress ledger;
    private final String checker;

    /**
     * @param ledger where the check is recorded; null if nowhere
     * @param checker who checks
     */
    public LockdownCheck(@Nullable LedgerAddress ledger, String checker) {
        this.ledger = ledger;
        this.checker = checker;
    }

    /**
     * What is checked.
     *
     * @param account a folder of exported files, or the one that there is
     * @param gateway the gateway's own principals; if empty, those of the vendor's usual name
     * @param regions more regions than those that are known
     */
    public record Question(TrailVendor vendor, Path account, List<String> gateway, List<String> regions) {
        public Question {
            gateway = List.copyOf(gateway);
            regions = List.copyOf(regions);
        }
    }

    /**
     * What came out.
     *
     * @param files the files that were read
     * @param digest the SHA-256 of the list of their digests
     */
    public record Checked(TrailVendor vendor, LockdownReport report, List<String> files, String digest) {
        public Checked {
            files = List.copyOf(files);
        }

        /** True if no way round the gateway was found. */
        public boolean isClosed() {
            return report.count() == 0;
        }
    }

    /**
     * Checks.
     *
     * @throws AccountExportException if a file is missing or cannot be understood: then nothing is proved
     * @throws ViewAudit.Unrecorded if the check cannot be recorded
     */
    public Checked check(Question question) throws AccountExportException {
        if (ledger == null) {
            return read(question);
        }
        var views = ViewAudit.of(ledger);
        var asked = ACT + ' ' + question.vendor().word() + " gateway="
                + (question.gateway().isEmpty() ? "usual" : "named");
        views.record(AccessAuditRecord.forView(asked, checker, Instant.now()));
        var checked = read(question);
        var subject = checked.vendor().word() + '&' + checked.digest() + "&holes="
                + checked.report().count();
        views.record(new Administrative(ACT, subject, checker, null, Instant.now()));
        return checked;
    }

    private static Checked read(Question question) throws AccountExportException {
        var folder = new AccountExport(question.account());
        var report = switch (question.vendor()) {
            case AWS -> AwsLockdown.check(folder, question.gateway(), question.regions());
            case AZURE -> AzureLockdown.check(folder, question.gateway());
            case GOOGLE -> GoogleLockdown.check(folder, question.gateway());
        };
        return new Checked(question.vendor(), report, folder.files(), folder.digest());
    }
}
