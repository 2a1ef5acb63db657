package io.facegate.cli.lockdown;

import io.facegate.cli.LedgerLocator;
import io.facegate.usecase.lockdown.LockdownCheck.Checked;
import io.facegate.usecase.lockdown.account.Hole;
import java.util.Locale;
import java.util.function.Consumer;

/** A report for a terminal. */
final class LockdownText {
    private static final int SHOWN = 50;

    private LockdownText() {}

    static void print(Checked checked, Consumer<String> out) {
        Consumer<String> clean = line -> out.accept(LedgerLocator.sanitize(line));
        var report = checked.report();
        if (report.count() > 0) {
            clean.accept("Round the gateway (" + digits(report.count()) + "):");
            report.holes().stream().limit(SHOWN).forEach(hole -> print(hole, clean));
            if (report.count() > SHOWN) {
                clean.accept("  and " + digits(report.count() - SHOWN) + " more (--json lists them)");
            }
            clean.accept("");
        }
        clean.accept("Looked at:");
        report.seen().forEach(line -> clean.accept("  " + line));
        clean.accept("  Files: " + String.join(", ", checked.files()) + "; SHA-256 " + checked.digest() + '.');
        clean.accept("Cannot be seen in these files:");
        report.unseen().forEach(line -> clean.accept("  " + line));
        clean.accept("");
        clean.accept(verdict(report.count()));
    }

    static String verdict(long holes) {
        return holes == 0
                ? "Nothing goes round the gateway, as far as these files show."
                : digits(holes) + (holes == 1 ? " way goes" : " ways go") + " round the gateway.";
    }

    private static void print(Hole hole, Consumer<String> out) {
        out.accept("  " + hole.principal() + "  " + hole.operation()
                + (hole.region() == null ? "" : " in " + hole.region()));
        hole.path().forEach(step -> out.accept("      " + step));
        out.accept("      Opened by: " + hole.opening().statement() + " in "
                + hole.opening().file());
        out.accept("      Close it: " + hole.remedy());
    }

    private static String digits(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
