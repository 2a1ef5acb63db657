package io.facegate.policy.testing;

import java.util.List;

/**
 * A policy test file.
 *
 * @param packs packs under test; empty for the whole folder
 * @param overEverything whether a rule that permits everything is added
 */
record TestSuite(List<String> packs, boolean overEverything, List<TestCase> cases) {}
