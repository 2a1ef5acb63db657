package io.facegate.catalogue;

import java.util.List;
import java.util.Map;

/** A value in a catalogue file, with the line where it begins. */
sealed interface CatalogueNode {
    int line();

    /** A mapping; keys are in the file's order. */
    record Mapping(int line, Map<String, CatalogueNode> entries) implements CatalogueNode {}

    /** A list. */
    record Items(int line, List<CatalogueNode> items) implements CatalogueNode {}

    /** A single value; quotes are removed. */
    record Scalar(int line, String text) implements CatalogueNode {}
}
