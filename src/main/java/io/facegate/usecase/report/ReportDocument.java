package io.facegate.usecase.report;

import io.facegate.policy.vocabulary.Language;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A report as it is read, the same on a page, as a file and on paper.
 *
 * @param lead a sentence below the title
 * @param state how far it can be relied on, which its first section tells
 */
public record ReportDocument(Language language, String title, String lead, State state, List<Section> sections) {
    /** The id of the section that says what was changed. */
    public static final String ALTERED = "altered";

    public ReportDocument {
        sections = List.copyOf(sections);
    }

    /** How far a report can be relied on. */
    public enum State {
        /** Complete and verified. */
        COMPLETE,
        /** Something is missing, or not verified yet, and nothing is wrong. */
        PARTIAL,
        /** Something was changed. */
        WRONG;

        /** The name in styles of the section that says so; what was changed has a section of its own. */
        public String told() {
            return (this == WRONG ? PARTIAL : this).word();
        }

        /** Its name in styles. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A section.
     *
     * @param id a word, for links
     * @param text its paragraphs
     * @param items its list
     */
    public record Section(String id, String title, List<String> text, List<String> items, List<Table> tables) {
        public Section {
            text = List.copyOf(text);
            items = List.copyOf(items);
            tables = List.copyOf(tables);
        }
    }

    /**
     * A table.
     *
     * @param name a word, for files
     * @param caption what it lists, in words
     */
    public record Table(String name, String caption, List<Column> columns, List<Row> rows) {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }

        /** The columns without the first, which heads each row. */
        public List<Column> others() {
            return columns.subList(1, columns.size());
        }
    }

    /**
     * A column.
     *
     * @param number whether it holds numbers
     */
    public record Column(String title, boolean number) {}

    /**
     * A row.
     *
     * @param head its first cell
     * @param depth how far its head is indented
     * @param cells its other cells, one a column
     * @param filters what the list of decisions is filtered by to show the calls of the row; empty without such a list
     */
    public record Row(String head, int depth, List<Cell> cells, Map<String, String> filters) {
        public Row {
            cells = List.copyOf(cells);
            filters = Map.copyOf(filters);
        }
    }

    /**
     * A cell.
     *
     * @param title the title of its column
     * @param text as it is read
     * @param plain the same for a program: a number has digits only
     */
    public record Cell(String title, String text, String plain, boolean number) {}
}
