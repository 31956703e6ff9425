package io.github.inceptionv2.cli;

import io.github.inceptionv2.ModelCache;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code cache} command, which lists, verifies and removes cached models. */
@Command(
    name = "cache",
    description = "List, verify and remove cached models. Never opens a connection.",
    mixinStandardHelpOptions = true)
final class CacheCommand {

  private final ModelCache cache = ModelCache.standard();

  @Spec private CommandSpec spec;

  @Command(description = "List the cached models.", mixinStandardHelpOptions = true)
  int list() throws IOException {
    out().println(cache.directory());
    for (ModelCache.Entry entry : cache.list()) {
      String size = FetchProgress.megabytes(entry.byteCount());
      out().printf(Locale.ROOT, "  %s  %s  %s%n", line(entry.name()), size, line(entry.source()));
    }
    return ExitCode.OK;
  }

  @Command(
      description = "Read all files of cached models and report the files that have changed.",
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(
              paramLabel = "MODEL",
              arity = "0..*",
              description = "Names of models, as shown by 'cache list' (default: all).")
          List<String> names)
      throws IOException {
    int failures = 0;
    for (ModelCache.Entry entry : names == null ? cache.list() : entries(names)) {
      List<String> problems = cache.verify(entry);
      out().println(line(entry.name()) + ": " + (problems.isEmpty() ? "intact" : "damaged"));
      problems.forEach(problem -> err().println("error: " + line(problem)));
      failures += problems.size();
    }
    return failures == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  @Command(description = "Remove models from the cache.", mixinStandardHelpOptions = true)
  int remove(
      @Parameters(
              paramLabel = "MODEL",
              arity = "1..*",
              description = "Names of models, as shown by 'cache list'.")
          List<String> names)
      throws IOException {
    for (ModelCache.Entry entry : entries(names)) {
      cache.remove(entry);
      out().println(line(entry.name()) + ": removed");
    }
    return ExitCode.OK;
  }

  /** Returns the entries that have these names or sources. */
  private List<ModelCache.Entry> entries(List<String> names) throws IOException {
    List<ModelCache.Entry> all = cache.list();
    List<ModelCache.Entry> found = new ArrayList<>();
    for (String name : names) {
      found.add(
          all.stream()
              .filter(entry -> entry.name().equals(name) || entry.source().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no model \"" + name + "\" in " + cache.directory() + known(all))));
    }
    return found;
  }

  private static String known(List<ModelCache.Entry> all) {
    return "; known: " + all.stream().map(ModelCache.Entry::name).toList();
  }

  private static String line(String name) {
    return EscapedWriter.line(name);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
