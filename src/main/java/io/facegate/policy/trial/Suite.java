package io.facegate.policy.trial;

import java.util.List;

/**
 * One test file.
 *
 * @param packs that are judged, or empty for the whole folder
 * @param overEverything whether a rule that permits everything lies under them
 */
record Suite(List<String> packs, boolean overEverything, List<Case> cases) {}
