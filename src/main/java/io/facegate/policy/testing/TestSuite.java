package io.facegate.policy.testing;

import java.util.List;

/**
 * One test file.
 *
 * @param packs that are judged, or empty for the whole folder
 * @param overEverything whether a rule that permits everything lies under them
 */
record TestSuite(List<String> packs, boolean overEverything, List<TestCase> cases) {}
