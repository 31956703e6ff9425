package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.internal.files.DirectoryTree;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.JvmSwitches;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Applications that Maven builds of the installed artifact, as anybody's would be, run in JVMs of
 * their own: each prints its one line and nothing else.
 *
 * <p>The artifact is installed in a repository of its own, whose other entries are links to the
 * user's: that stays clean, and nothing is fetched twice.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OutsideProjectsIT {

  private static final Path SOURCES = Path.of("src/it");
  private static final Path BUILD = Path.of("target/it").toAbsolutePath();
  private static final Path REPOSITORY = BUILD.resolve("repository");
  private static final List<String> GROUP = List.of("io", "github", "inceptionv2");
  private static final String VERSION = System.getProperty("project.version");
  private static final String EXPECTED = "sunflowers, Norwegian elkhound";

  /** Where the processor has AVX-512, said while the library is being loaded. */
  private static final String BEFORE_ANYTHING = "oneDNN custom operations are on";

  @BeforeAll
  static void buildAll() throws Exception {
    DirectoryTree.delete(BUILD);
    Fixtures.copy(SOURCES, BUILD);
    link(Path.of(System.getProperty("maven.repository")), REPOSITORY, GROUP);
    install();
    Path maven = Path.of(System.getProperty("maven.home"), "bin", isWindows() ? "mvn.cmd" : "mvn");
    List<String> command = new ArrayList<>(List.of(maven.toString(), "-B", "-ntp"));
    command.addAll(List.of("-Dmaven.repo.local=" + REPOSITORY, "-Dnative=" + Loader.getPlatform()));
    command.addAll(List.of("-f", BUILD.resolve("pom.xml").toString(), "package"));
    File log = BUILD.resolve("build.log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int status = builder.redirectOutput(log).start().waitFor();
    assertEquals(0, status, () -> read(log.toPath()));
  }

  @Test
  void outsideProject_onTheClassPath() throws Exception {
    run("-cp", path("class-path"), "com.example.App");
  }

  @Test
  void outsideProject_onTheModulePath() throws Exception {
    run("-p", path("module-path"), "-m", "com.example/com.example.App");
  }

  @Test
  void outsideProject_inOneJarWithSpring() throws Exception {
    run("-jar", BUILD.resolve("fat-jar/target/fat-jar-1.jar").toString());
  }

  /** The JVM ends if it cannot use the archive. */
  @Test
  void inOneJarWithSpring_withAnArchiveOfItsClasses() throws Exception {
    String jar = BUILD.resolve("fat-jar/target/fat-jar-1.jar").toString();
    String archive = BUILD.resolve("app.jsa").toString();
    run("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive, "-jar", jar);
    run("-Xshare:on", "-XX:SharedArchiveFile=" + archive, "-XX:TieredStopAtLevel=1", "-jar", jar);
  }

  @Test
  void outsideProject_inKotlin() throws Exception {
    run("-cp", path("kotlin"), "com.example.AppKt");
  }

  private static String path(String project) throws IOException {
    Path target = BUILD.resolve(project).resolve("target");
    return target.resolve("classes")
        + File.pathSeparator
        + Files.readString(target.resolve("path"));
  }

  private static void run(String... how) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(switches(List.of(how)));
    command.addAll(List.of(how));
    command.addAll(List.of("models/flowers", Fixtures.flower().toString()));
    File out = BUILD.resolve("out").toFile();
    File err = BUILD.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().remove("TF_CPP_MIN_LOG_LEVEL");
    int status = builder.start().waitFor();

    List<String> errors =
        read(err.toPath()).lines().filter(line -> !line.contains(BEFORE_ANYTHING)).toList();
    assertEquals(List.of(), errors);
    assertEquals(EXPECTED + System.lineSeparator(), read(out.toPath()));
    assertEquals(0, status);
  }

  private static List<String> switches(List<String> how) {
    if (how.contains("-jar")) {
      return JvmSwitches.forJar();
    }
    return how.contains("-p") ? JvmSwitches.forModulePath() : JvmSwitches.forClassPath();
  }

  /** What {@code mvn install} leaves: the jar and the POM. */
  private static void install() throws IOException {
    Path home = REPOSITORY.resolve(String.join("/", GROUP)).resolve("inception-v2/" + VERSION);
    String name = "inception-v2-" + VERSION;
    Files.createDirectories(home);
    Files.copy(Path.of("target", name + ".jar"), home.resolve(name + ".jar"));
    Files.copy(Path.of("pom.xml"), home.resolve(name + ".pom"));
  }

  /** Makes {@code to} look like {@code from}, except for what lies under {@code except}. */
  private static void link(Path from, Path to, List<String> except) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (!name.equals(except.get(0))) {
          Files.createSymbolicLink(to.resolve(name), entry);
        } else if (except.size() > 1) {
          link(entry, to.resolve(name), except.subList(1, except.size()));
        }
      }
    }
  }

  private static boolean isWindows() {
    return File.separatorChar == '\\';
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
