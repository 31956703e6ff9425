package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps arrows between rooms pointing one way. */
class RoomsTest {

  private static final Path SOURCES = Path.of("src/main/java/io/github/inceptionv2");

  /** What each room may import of the others. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry(
              "",
              Set.of(
                  "internal.image",
                  "internal.module",
                  "internal.network",
                  "internal.runtime",
                  "internal.store")),
          Map.entry("cli", Set.of("", "insight", "training")),
          Map.entry("insight", Set.of("", "internal.report")),
          Map.entry("spark", Set.of("")),
          Map.entry("internal.report", Set.of("internal.files", "internal.image")),
          Map.entry(
              "training",
              Set.of(
                  "",
                  "internal.files",
                  "internal.image",
                  "internal.module",
                  "internal.network",
                  "internal.report",
                  "internal.runtime",
                  "internal.training")),
          Map.entry("internal.files", Set.of()),
          Map.entry("internal.image", Set.of("internal.runtime")),
          Map.entry(
              "internal.module", Set.of("internal.files", "internal.network", "internal.runtime")),
          Map.entry("internal.network", Set.of()),
          Map.entry("internal.runtime", Set.of()),
          Map.entry("internal.store", Set.of()),
          Map.entry(
              "internal.training",
              Set.of(
                  "internal.files",
                  "internal.image",
                  "internal.module",
                  "internal.network",
                  "internal.runtime")));

  private static final Pattern IMPORT =
      Pattern.compile("import (?:static )?io\\.github\\.inceptionv2\\.((?:[a-z]+\\.)*)[A-Z].*");

  /** Whatever can open a connection, and all that lies beside it. */
  private static final Pattern NETWORK =
      Pattern.compile("javax?/net/[\\w/]+|java/nio/channels/\\w*(Socket|Datagram)\\w*");

  /** Names of places on the network, which reach nothing by themselves. */
  private static final Set<String> HARMLESS = Set.of("java/net/URI", "java/net/ProxySelector");

  private record Source(Path file, String room, List<String> lines) {}

  @Test
  void rooms_importOnlyWhatLiesBelow() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Source source : sources()) {
      for (String line : source.lines()) {
        Matcher matcher = IMPORT.matcher(line);
        if (matcher.matches()) {
          String used = matcher.group(1).replaceAll("\\.$", "");
          if (!used.equals(source.room()) && !ALLOWED.get(source.room()).contains(used)) {
            wrong.add(source.file() + ": " + line);
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void sessions_runInOnePlace() throws IOException {
    assertEquals(List.of("GraphSession.java"), filesWith("import org.tensorflow.Session;"));
  }

  @Test
  void tensorFlow_staysInside() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Source source : sources()) {
      if (!source.room().startsWith("internal")
          && source.lines().stream().anyMatch(line -> line.startsWith("import org.tensorflow"))) {
        wrong.add(source.file().toString());
      }
    }
    assertEquals(List.of(), wrong);
  }

  /** In the compiled classes, as names can be written out where there is no import. */
  @Test
  void sockets_areOpenedInOnePlace() throws Exception {
    Path root =
        Path.of(InceptionV2.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> users = new TreeSet<>();
    Set<String> elsewhere = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        Matcher used = NETWORK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (used.find()) {
          if (used.group().equals("java/net/http/HttpClient")) {
            users.add(file.getFileName().toString());
          }
          if (!file.getParent().endsWith("store") && !HARMLESS.contains(used.group())) {
            elsewhere.add(file.getFileName() + " uses " + used.group());
          }
        }
      }
    }
    assertEquals(Set.of("HttpConnections.class"), users);
    assertEquals(Set.of(), elsewhere);
  }

  private static List<String> filesWith(String beginning) throws IOException {
    return sources().stream()
        .filter(source -> source.lines().stream().anyMatch(line -> line.startsWith(beginning)))
        .map(source -> source.file().getFileName().toString())
        .toList();
  }

  private static List<Source> sources() throws IOException {
    List<Source> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Path parent = SOURCES.relativize(file).getParent();
        String room = parent == null ? "" : parent.toString().replace('/', '.').replace('\\', '.');
        sources.add(new Source(file, room, Files.readAllLines(file)));
      }
    }
    return sources;
  }
}
