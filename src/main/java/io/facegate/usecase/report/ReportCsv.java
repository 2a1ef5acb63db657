package io.facegate.usecase.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a report as CSV (RFC 4180), one value a line: the table, the row, the column, the value. A cell that a
 * spreadsheet would take for a formula gets a leading apostrophe.
 */
final class ReportCsv {
    private static final String FORMULA = "=+-@\t\r\n|%";

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
        return lines.stream()
                .map(line -> line.stream().map(ReportCsv::cell).collect(Collectors.joining(",", "", "\r\n")))
                .collect(Collectors.joining());
    }

    private static String cell(String value) {
        if (value.isEmpty()) {
            return "";
        }
        var safe = FORMULA.indexOf(value.charAt(0)) >= 0 ? '\'' + value : value;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
