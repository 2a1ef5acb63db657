package io.facegate.usecase.report;

import io.facegate.ledger.export.CsvLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a report as CSV, one value a line: the table, the row, the column, the value. */
final class ReportCsv {
    private ReportCsv() {}

    static String write(ReportDocument report) {
        var lines = new ArrayList<List<String>>();
        lines.add(List.of("table", "row", "column", "value"));
        lines.add(List.of("report", report.title(), "", report.lead()));
        for (var section : report.sections()) {
            if (List.of("state", "verified", "again").contains(section.id())) {
                section.text().forEach(line -> lines.add(List.of(section.id(), section.title(), "", line)));
                section.items().forEach(line -> lines.add(List.of(section.id(), section.title(), "", line)));
            }
            for (var table : section.tables()) {
                for (var row : table.rows()) {
                    row.cells()
                            .forEach(cell -> lines.add(List.of(table.name(), row.head(), cell.title(), cell.plain())));
                }
            }
        }
        return lines.stream().map(CsvLine::of).collect(Collectors.joining());
    }
}
