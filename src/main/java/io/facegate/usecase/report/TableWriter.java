package io.facegate.usecase.report;

import io.facegate.usecase.report.ReportDocument.Cell;
import io.facegate.usecase.report.ReportDocument.Column;
import io.facegate.usecase.report.ReportDocument.Row;
import io.facegate.usecase.report.ReportDocument.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table that is being written, row by row. */
final class TableWriter {
    private final ReportWords words;
    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    /** @param name the table's word; its texts stand under {@code table.NAME} */
    TableWriter(ReportWords words, String name) {
        this.words = words;
        this.name = name;
    }

    TableWriter text(String column) {
        columns.add(new Column(words.say("column." + column), false));
        return this;
    }

    TableWriter number(String column) {
        columns.add(new Column(words.say("column." + column), true));
        return this;
    }

    /** Adds a row. A value that is a number is formatted as one; null is a cell without a value. */
    TableWriter linkedRow(String head, int depth, Map<String, String> filters, @Nullable Object... values) {
        var cells = new ArrayList<Cell>();
        for (int place = 0; place < values.length; place++) {
            var column = columns.get(place + 1);
            var value = values[place];
            cells.add(
                    value instanceof Long number
                            ? new Cell(column.title(), words.number(number), number.toString(), column.number())
                            : new Cell(
                                    column.title(),
                                    value == null ? words.say("none") : value.toString(),
                                    value == null ? "" : value.toString(),
                                    column.number()));
        }
        rows.add(new Row(head, depth, cells, filters));
        return this;
    }

    TableWriter row(String head, @Nullable Object... values) {
        return linkedRow(head, 0, Map.of(), values);
    }

    /** The table, as a list of one; an empty list if it has no row. */
    List<Table> tables() {
        return rows.isEmpty() ? List.of() : List.of(new Table(name, words.say("table." + name), columns, rows));
    }
}
