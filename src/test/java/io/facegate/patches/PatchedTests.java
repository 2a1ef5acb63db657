package io.facegate.patches;

import java.util.Arrays;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs tests in a process of its own, whose classes and pages are those of a patched copy. */
final class PatchedTests {
    /** Exit code where a test failed, apart from those of a process that could not run. */
    static final int FAILED = 3;

    private PatchedTests() {}

    /** @param tests names of classes, or of methods as {@code class#method} */
    public static void main(String[] tests) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .selectors(Arrays.stream(tests)
                        .map(test -> test.contains("#")
                                ? DiscoverySelectors.selectMethod(test)
                                : DiscoverySelectors.selectClass(test))
                        .toList())
                .build();
        var heard = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, heard);
        var summary = heard.getSummary();
        summary.getFailures()
                .forEach(failure -> System.out.println(
                        "FAILED " + failure.getTestIdentifier().getDisplayName() + ": " + failure.getException()));
        System.out.println("succeeded: " + summary.getTestsSucceededCount());
        boolean right = summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() >= tests.length;
        System.exit(right ? 0 : FAILED);
    }
}
