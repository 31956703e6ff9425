package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.GuidePages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line has all commands and options that the README and the guide name. */
class GuideCommandsTest {

  /** Commands run through Maven, commands of the distribution, and the first column of tables. */
  private static final List<Pattern> COMMANDS =
      List.of(
          Pattern.compile("-Dexec\\.args=\"([^\"]+)\""),
          Pattern.compile("(?m)(?:^|[|;] )inception-v2 ([a-z][^|;\n]*)"),
          Pattern.compile("`inception-v2 ([a-z][^`]*)`"),
          Pattern.compile(
              "(?m)^\\| `((?!inception-v2|java |bin/)[a-z]+(?: [^`]*)? (?:-|\\[|[A-Z])[^`]*)`"));

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]+");

  /** Options of other programs: the JVM, jlink, Gradle, Spring, GnuPG. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "--add-modules",
          "--args",
          "--batch",
          "--enable-native-access",
          "--full-generate-key",
          "--output",
          "--passphrase",
          "--quick-generate-key",
          "--send-keys",
          "--spring",
          "--sun-misc-unsafe-memory-access",
          "--verify");

  private final CommandSpec root = new CommandLine(Commands.class).getCommandSpec();

  @Test
  void commands_exist_andHaveTheirOptions() throws Exception {
    Set<String> wrong = new TreeSet<>();
    int count = 0;
    for (Path page : pages()) {
      for (String command : commands(Files.readString(page))) {
        count++;
        CommandSpec spec = spec(command);
        if (spec == root) {
          wrong.add(page + ": no command in " + command);
          continue;
        }
        for (String option : options(command)) {
          if (!names(spec).contains(option)) {
            wrong.add(page + ": no " + option + " in " + command);
          }
        }
      }
    }
    assertEquals(Set.of(), wrong);
    assertTrue(count >= 25, "found " + count);
  }

  @Test
  void options_exist() throws Exception {
    Set<String> known = new TreeSet<>(OF_OTHERS);
    addNames(root, known);
    Set<String> wrong = new TreeSet<>();
    for (Path page : pages()) {
      for (String option : options(Files.readString(page))) {
        if (!known.contains(option)) {
          wrong.add(page + ": " + option);
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void everyCommand_isOnTheCommandLinePage() throws Exception {
    String page = Files.readString(GuidePages.GUIDE.resolve("commandline.md"));
    for (String name : root.subcommands().keySet()) {
      assertTrue(page.contains("`" + name) || page.contains("inception-v2 " + name), name);
    }
  }

  /** Returns all pages except the Spark page, whose options have a test in the package spark. */
  private static List<Path> pages() throws IOException {
    return GuidePages.all().stream().filter(page -> !page.endsWith("spark.md")).toList();
  }

  private static List<String> commands(String text) {
    List<String> commands = new ArrayList<>();
    for (Pattern pattern : COMMANDS) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        commands.add(matcher.group(1));
      }
    }
    return commands;
  }

  /** Returns the command that the words name, or the root if the first word is no command. */
  private CommandSpec spec(String command) {
    CommandSpec spec = root;
    for (String word : command.split("[\\s`]+")) {
      CommandLine next = spec.subcommands().get(word);
      if (next == null) {
        return spec;
      }
      spec = next.getCommandSpec();
    }
    return spec;
  }

  private static List<String> options(String text) {
    return OPTION.matcher(text).results().map(found -> found.group()).toList();
  }

  private static Set<String> names(CommandSpec spec) {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : spec.options()) {
      for (String name : option.names()) {
        names.add(name);
        if (option.negatable()) {
          names.add(name.replaceFirst("^--", "--no-"));
        }
      }
    }
    return names;
  }

  private static void addNames(CommandSpec spec, Set<String> names) {
    names.addAll(names(spec));
    spec.subcommands().values().forEach(command -> addNames(command.getCommandSpec(), names));
  }
}
