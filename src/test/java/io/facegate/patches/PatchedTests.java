package io.facegate.patches;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs tests in a process of its own, in a folder with the pages of a patched copy. For each line of names it loads the
 * project's classes anew, those of the patched copy first, so that the copy can change between two lines.
 */
final class PatchedTests {
    /** Begins the line that ends a run; {@link #PASSED} or {@link #FAILED} follows. */
    static final String ENDED = "patched tests: ";

    static final String PASSED = "passed";
    static final String FAILED = "failed";

    private PatchedTests() {}

    /** @param folders folders of classes, the first one first */
    public static void main(String[] folders) throws IOException {
        var urls = new URL[folders.length];
        for (int at = 0; at < folders.length; at++) {
            urls[at] = url(folders[at]);
        }
        var names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = names.readLine(); line != null; line = names.readLine()) {
            try (var classes = new ProjectClasses(urls)) {
                Thread.currentThread().setContextClassLoader(classes);
                System.out.println(ENDED + (run(line.split(" ", -1), classes) ? PASSED : FAILED));
            }
        }
    }

    private static URL url(String folder) throws MalformedURLException {
        return Path.of(folder).toUri().toURL();
    }

    /** @param tests names of classes, or of methods as {@code class#method} */
    private static boolean run(String[] tests, ClassLoader classes) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .selectors(Arrays.stream(tests)
                        .map(test -> test.contains("#")
                                ? DiscoverySelectors.selectMethod(classes, test)
                                : DiscoverySelectors.selectClass(classes, test))
                        .toList())
                .build();
        var heard = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, heard);
        var summary = heard.getSummary();
        summary.getFailures()
                .forEach(failure -> System.out.println(
                        "FAILED " + failure.getTestIdentifier().getDisplayName() + ": " + failure.getException()));
        System.out.println("succeeded: " + summary.getTestsSucceededCount());
        return summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() >= tests.length;
    }

    /** The project's own classes and resources, which the parent has too, but not as patched. */
    private static final class ProjectClasses extends URLClassLoader {
        ProjectClasses(URL[] folders) {
            super(folders, PatchedTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("io.facegate.") || findLoadedClass(name) != null) {
                    return super.loadClass(name, resolve);
                }
                return findClass(name);
            }
        }

        @Override
        public URL getResource(String name) {
            var own = findResource(name);
            return own == null ? super.getResource(name) : own;
        }
    }
}
