package io.facegate.cli.reconcile;

import io.facegate.cli.XmlText;
import io.facegate.usecase.reconcile.Finding;
import io.facegate.usecase.reconcile.Reconciliation;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A report as a page for people, without anything that it would load, and with nothing of it that is not escaped. */
final class ReconciliationHtml {
    private static final String STYLE = "body{font:14px/1.5 sans-serif;margin:2em auto;max-width:70em;padding:0 1em}"
            + "table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3em .5em;text-align:left;"
            + "vertical-align:top;overflow-wrap:anywhere}thead{display:table-header-group}tr{break-inside:avoid}"
            + "p.verdict{font-size:1.3em;font-weight:bold}@media print{body{margin:0;max-width:none;font-size:10pt}}";

    private final XMLStreamWriter xml;

    private ReconciliationHtml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static void write(Reconciliation result, XMLStreamWriter xml) throws XMLStreamException {
        new ReconciliationHtml(xml).write(result);
    }

    private void write(Reconciliation result) throws XMLStreamException {
        var prose = new ReconciliationProse(result);
        var title = "Calls that went round the gateway: " + result.trail().title();
        xml.writeDTD("<!DOCTYPE html>");
        xml.writeStartElement("html");
        xml.writeAttribute("lang", "en");
        xml.writeStartElement("head");
        xml.writeEmptyElement("meta");
        xml.writeAttribute("charset", "utf-8");
        element("title", title);
        element("style", STYLE);
        xml.writeEndElement();
        xml.writeStartElement("body");
        element("h1", title);
        xml.writeStartElement("p");
        xml.writeAttribute("class", "verdict");
        text(prose.verdict());
        xml.writeEndElement();
        xml.writeStartElement("ul");
        for (var fact : prose.facts()) {
            element("li", fact);
        }
        xml.writeEndElement();
        for (var kind : Finding.Kind.values()) {
            section(result, kind);
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void section(Reconciliation result, Finding.Kind kind) throws XMLStreamException {
        var listed = result.findings().listed(kind);
        if (listed.isEmpty()) {
            return;
        }
        long count = result.findings().count(kind);
        element("h2", ReconciliationProse.heading(kind) + " (" + count + ')');
        if (count > listed.size()) {
            element("p", "The first " + listed.size() + " are listed.");
        }
        xml.writeStartElement("table");
        xml.writeStartElement("thead");
        row("th", List.of("When", "Operation", "Who", "Why it is listed", "Where to look"));
        xml.writeEndElement();
        xml.writeStartElement("tbody");
        for (var finding : listed) {
            row(
                    "td",
                    List.of(
                            finding.time().toString(),
                            finding.operation(),
                            ReconciliationProse.caller(finding),
                            finding.reason().sentence(),
                            ReconciliationProse.reference(finding)));
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void row(String cell, List<String> texts) throws XMLStreamException {
        xml.writeStartElement("tr");
        for (var text : texts) {
            element(cell, text);
        }
        xml.writeEndElement();
    }

    private void element(String name, String content) throws XMLStreamException {
        xml.writeStartElement(name);
        text(content);
        xml.writeEndElement();
    }

    private void text(String content) throws XMLStreamException {
        xml.writeCharacters(XmlText.replaceIllegal(ReconciliationProse.clean(content)));
    }
}
