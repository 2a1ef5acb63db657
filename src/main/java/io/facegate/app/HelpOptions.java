package io.facegate.app;

import io.facegate.cli.HelpHeading;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The options in a command's help: under headings where the command has options of several subjects. */
final class HelpOptions {
    private static final int SEVERAL = 3;
    private static final String OWN = "";

    private HelpOptions() {}

    /** Shows the options of a command and its subcommands so. */
    static void install(CommandLine command) {
        var plain = Objects.requireNonNull(command.getHelpSectionMap().get(UsageMessageSpec.SECTION_KEY_OPTION_LIST));
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> {
            var groups = groups(help.commandSpec().options());
            return groups.size() < SEVERAL ? plain.render(help) : render(help, groups);
        });
        command.getSubcommands().values().forEach(HelpOptions::install);
    }

    /** Options by heading; those without one, which are the command's own, first. */
    private static Map<String, List<OptionSpec>> groups(List<OptionSpec> options) {
        var groups = new LinkedHashMap<String, List<OptionSpec>>();
        groups.put(OWN, new ArrayList<>());
        for (var option : options) {
            if (!option.hidden()) {
                groups.computeIfAbsent(heading(option), any -> new ArrayList<>())
                        .add(option);
            }
        }
        return groups;
    }

    private static String heading(OptionSpec option) {
        var heading = option.userObject() instanceof Member member
                ? member.getDeclaringClass().getAnnotation(HelpHeading.class)
                : null;
        return heading == null ? OWN : heading.value();
    }

    private static String render(Help help, Map<String, List<OptionSpec>> groups) {
        var all = groups.values().stream().flatMap(List::stream).toList();
        return groups.entrySet().stream()
                .map(group -> {
                    var layout = help.createDefaultLayout(all, List.of(), help.colorScheme());
                    layout.addOptions(sorted(group.getValue()), help.parameterLabelRenderer());
                    var heading = group.getKey().isEmpty()
                            ? ""
                            : System.lineSeparator() + group.getKey() + ':' + System.lineSeparator();
                    return heading + layout;
                })
                .collect(Collectors.joining());
    }

    private static List<OptionSpec> sorted(List<OptionSpec> options) {
        return options.stream()
                .sorted(Comparator.comparing(option -> option.longestName().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
