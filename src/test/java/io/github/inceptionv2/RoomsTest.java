package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.inceptionv2.testing.UsedClasses;
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
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages and classes depend on each other in one direction only. */
class RoomsTest {

  private static final Path SOURCES = Path.of("src/main/java/io/github/inceptionv2");

  private static final String ROOT = "io.github.inceptionv2";

  /** The packages that each package may use; "" is the root package. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry(
              "",
              Set.of(
                  "internal.files",
                  "internal.graph",
                  "internal.image",
                  "internal.inference",
                  "internal.module",
                  "internal.network",
                  "internal.onnx",
                  "internal.runtime",
                  "internal.store",
                  "internal.weights")),
          Map.entry("cli", Set.of("", "insight", "training")),
          Map.entry("insight", Set.of("", "internal.files", "internal.report")),
          Map.entry("spark", Set.of("")),
          Map.entry(
              "training",
              Set.of(
                  "",
                  "internal.files",
                  "internal.graph",
                  "internal.image",
                  "internal.inference",
                  "internal.module",
                  "internal.network",
                  "internal.onnx",
                  "internal.report",
                  "internal.runtime",
                  "internal.training",
                  "internal.weights")),
          Map.entry(
              "internal.inference",
              Set.of(
                  "internal.graph",
                  "internal.image",
                  "internal.module",
                  "internal.network",
                  "internal.runtime",
                  "internal.weights")),
          Map.entry(
              "internal.training",
              Set.of(
                  "internal.files",
                  "internal.graph",
                  "internal.image",
                  "internal.inference",
                  "internal.network",
                  "internal.runtime",
                  "internal.weights")),
          Map.entry(
              "internal.module",
              Set.of("internal.files", "internal.graph", "internal.network", "internal.weights")),
          Map.entry(
              "internal.onnx",
              Set.of("internal.files", "internal.module", "internal.network", "internal.weights")),
          Map.entry("internal.graph", Set.of("internal.network", "internal.weights")),
          Map.entry("internal.weights", Set.of("internal.files", "internal.network")),
          Map.entry("internal.report", Set.of("internal.files", "internal.image")),
          Map.entry("internal.store", Set.of("internal.files")),
          Map.entry("internal.image", Set.of("internal.runtime")),
          Map.entry("internal.network", Set.of()),
          Map.entry("internal.runtime", Set.of("internal.files")),
          Map.entry("internal.files", Set.of()));

  /** The JDK's networking classes, including all that can open a connection. */
  private static final Pattern NETWORK =
      Pattern.compile("javax?/net/[\\w/]+|java/nio/channels/\\w*(Socket|Datagram)\\w*");

  /** Networking classes that open no connection themselves. */
  private static final Set<String> HARMLESS = Set.of("java/net/URI", "java/net/ProxySelector");

  private record Source(Path file, String room, List<String> lines) {}

  @Test
  void packages_useOnlyAllowedPackages() throws Exception {
    Set<String> wrong = new TreeSet<>();
    UsedClasses.read(classes(), ROOT)
        .all()
        .forEach(
            (user, others) -> {
              for (String other : others) {
                if (!room(user).equals(room(other))
                    && !ALLOWED.get(room(user)).contains(room(other))) {
                  wrong.add(user + " -> " + other);
                }
              }
            });
    assertEquals(Set.of(), wrong);
  }

  @Test
  void allowedPackages_pointOneWay() {
    ALLOWED.forEach(
        (room, below) ->
            below.forEach(
                other ->
                    assertFalse(
                        leads(other, room), () -> room + " and " + other + " use each other")));
  }

  private static boolean leads(String from, String to) {
    return from.equals(to) || ALLOWED.get(from).stream().anyMatch(next -> leads(next, to));
  }

  @Test
  void classes_formNoCircles() throws Exception {
    assertEquals(List.of(), UsedClasses.read(classes(), ROOT).circles());
  }

  @Test
  void circle_isFoundAndNamed(@TempDir Path directory) throws Exception {
    Map<String, String> sources =
        Map.of(
            "Egg", "package planted; class Egg { Object hatch() { return new Hen(); } }",
            "Hen", "package planted; class Hen { static class Foot { Egg lay; } }",
            "Nest", "package planted; class Nest { Egg egg; }");
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Files.writeString(directory.resolve(source.getKey() + ".java"), source.getValue());
    }
    Path compiled = Files.createDirectory(directory.resolve("classes"));
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    List<String> arguments = new ArrayList<>(List.of("-d", compiled.toString()));
    sources.keySet().forEach(name -> arguments.add(directory.resolve(name + ".java").toString()));

    assertEquals(0, javac.run(System.out, System.err, arguments.toArray(new String[0])));
    assertEquals(
        List.of("planted.Egg -> planted.Hen -> planted.Egg"),
        UsedClasses.read(compiled, "planted").circles());
  }

  private static Path classes() throws Exception {
    return Path.of(InceptionV2.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String room(String name) {
    String inside = name.substring(ROOT.length() + 1);
    return inside.contains(".") ? inside.substring(0, inside.lastIndexOf('.')) : "";
  }

  @Test
  void sessions_areRunInOnePlace() throws IOException {
    assertEquals(List.of("GraphSession.java"), filesWith("import org.tensorflow.Session;"));
  }

  @Test
  void tensorFlow_isUsedInternallyOnly() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Source source : sources()) {
      if (!source.room().startsWith("internal")
          && source.lines().stream().anyMatch(line -> line.startsWith("import org.tensorflow"))) {
        wrong.add(source.file().toString());
      }
    }
    assertEquals(List.of(), wrong);
  }

  /** Searches the compiled classes, because a source can name a class without an import. */
  @Test
  void sockets_areOpenedInOnePlace() throws Exception {
    Set<String> users = new TreeSet<>();
    Set<String> elsewhere = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes())) {
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
