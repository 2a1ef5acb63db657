package io.facegate.usecase.report;

import io.facegate.usecase.report.ReportDocument.Column;
import io.facegate.usecase.report.ReportDocument.Row;
import io.facegate.usecase.report.ReportDocument.Section;
import io.facegate.usecase.report.ReportDocument.State;
import io.facegate.usecase.report.ReportDocument.Table;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a report as one file of HTML that is well-formed XML too. It loads nothing. */
final class ReportHtml {
    private static final String STYLE = "@page{size:A4;margin:16mm 14mm 18mm;"
            + "@bottom-right{content:counter(page) ' / ' counter(pages);font:8.5pt 'Liberation Sans';color:#5a6462}}"
            + "body{font:10.5pt/1.45 'Liberation Sans',Arial,Helvetica,sans-serif;color:#1d2423;margin:0 auto;"
            + "max-width:60em;padding:1em}"
            + "h1{font-size:19pt;line-height:1.2;margin:0 0 4pt}"
            + "h2{font-size:13pt;margin:20pt 0 4pt;color:#1f5f5b;page-break-after:avoid}"
            + "div{-fs-page-break-min-height:35mm}"
            + "p{margin:0 0 6pt}p.lead,caption{color:#5a6462}"
            + "div.state{border:1px solid #1f5f5b;border-left-width:5px;padding:8pt 10pt;margin:10pt 0}"
            + "div.wrong{border-color:#9a2c1d;background:#fbeeea}div.wrong h2{color:#9a2c1d}div.partial{border-color:#8b928f}"
            + "div.state h2{margin-top:0}"
            + "table{border-collapse:collapse;width:100%;margin:6pt 0 10pt;-fs-table-paginate:paginate;"
            + "-fs-page-break-min-height:25mm}"
            + "caption{text-align:left;padding-bottom:3pt;font-size:9.5pt}"
            + "th,td{border-bottom:1px solid #dedbd2;padding:3pt 6pt;text-align:left;vertical-align:top;"
            + "font-weight:normal;font-size:9.5pt;word-wrap:break-word}"
            + "thead th{color:#5a6462;border-bottom:1px solid #8b928f}"
            + "th.n,td.n{text-align:right;white-space:nowrap}"
            + "tr{page-break-inside:avoid}thead{display:table-header-group}"
            + "th.d1{padding-left:18pt}th.d2{padding-left:30pt}th.d3{padding-left:42pt}"
            + "ul{margin:0 0 6pt;padding-left:16pt}li{word-wrap:break-word}"
            + "@media print{body{padding:0;max-width:none}}";

    private static final int DEEPEST = 3;
    private static final int REPLACEMENT = 0xFFFD;

    private final XMLStreamWriter xml;

    private ReportHtml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String write(ReportDocument report) {
        var text = new StringWriter();
        try {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new ReportHtml(xml).page(report);
            xml.close();
        } catch (XMLStreamException error) {
            throw new IllegalStateException(error);
        }
        return text.toString();
    }

    private void page(ReportDocument report) throws XMLStreamException {
        xml.writeDTD("<!DOCTYPE html>");
        open("html", "");
        xml.writeAttribute("lang", report.language().code());
        open("head", "");
        xml.writeEmptyElement("meta");
        xml.writeAttribute("charset", "utf-8");
        element("title", "", report.title());
        xml.writeEmptyElement("meta");
        xml.writeAttribute("name", "description");
        xml.writeAttribute("content", legal(report.lead()));
        element("style", "", STYLE);
        xml.writeEndElement();
        open("body", "");
        element("h1", "", report.title());
        element("p", "lead", report.lead());
        for (var section : report.sections()) {
            section(section, report.state());
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void section(Section section, State reliable) throws XMLStreamException {
        var style = section.id().equals("state") ? "state " + reliable.told() : "";
        open("div", section.id().equals(ReportDocument.ALTERED) ? "state wrong" : style);
        element("h2", "", section.title());
        for (var line : section.text()) {
            element("p", "", line);
        }
        if (!section.items().isEmpty()) {
            open("ul", "");
            for (var item : section.items()) {
                element("li", "", item);
            }
            xml.writeEndElement();
        }
        for (var table : section.tables()) {
            table(table);
        }
        xml.writeEndElement();
    }

    private void table(Table table) throws XMLStreamException {
        open("table", "");
        element("caption", "", table.caption());
        open("thead", "");
        open("tr", "");
        for (var column : table.columns()) {
            heading("col", column.number() ? "n" : "", column.title());
        }
        xml.writeEndElement();
        xml.writeEndElement();
        open("tbody", "");
        for (var row : table.rows()) {
            row(row, table.others());
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void row(Row row, List<Column> columns) throws XMLStreamException {
        open("tr", "");
        heading("row", row.depth() == 0 ? "" : "d" + Math.min(DEEPEST, row.depth()), row.head());
        for (int place = 0; place < row.cells().size(); place++) {
            element(
                    "td",
                    columns.get(place).number() ? "n" : "",
                    row.cells().get(place).text());
        }
        xml.writeEndElement();
    }

    private void heading(String scope, String style, String text) throws XMLStreamException {
        open("th", style);
        xml.writeAttribute("scope", scope);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    private void element(String name, String style, String text) throws XMLStreamException {
        open(name, style);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    private void open(String name, String style) throws XMLStreamException {
        xml.writeStartElement(name);
        if (!style.isEmpty()) {
            xml.writeAttribute("class", style);
        }
    }

    /** Replaces what XML cannot contain, even escaped. */
    private static String legal(String text) {
        var legal = new StringBuilder(text.length());
        text.codePoints()
                .map(letter ->
                        (letter >= ' ' && !Character.isISOControl(letter) && isCharacter(letter)) || letter == '\n'
                                ? letter
                                : REPLACEMENT)
                .forEach(legal::appendCodePoint);
        return legal.toString();
    }

    private static boolean isCharacter(int letter) {
        return (letter < Character.MIN_SURROGATE || letter > Character.MAX_SURROGATE) && (letter & 0xFFFE) != 0xFFFE;
    }
}
