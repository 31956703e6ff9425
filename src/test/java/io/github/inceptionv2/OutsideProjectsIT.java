package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.JvmSwitches;
import io.github.inceptionv2.testing.OutsideProjects;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each outside project, run in its own JVM, prints its one line and nothing else. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OutsideProjectsIT {

  private static final String EXPECTED = "sunflowers, Norwegian elkhound";

  /** TensorFlow's notice while it is being loaded, on processors with AVX-512. */
  private static final String BEFORE_ANYTHING = "oneDNN custom operations are on";

  private static Path build;

  @BeforeAll
  static void buildAll() throws Exception {
    build = OutsideProjects.build();
  }

  @Test
  void outsideProject_onTheClassPath() throws Exception {
    run("-cp", path("class-path"), "com.example.App");
  }

  /** TensorFlow would print this notice before any code of this library can act. */
  @Test
  void outsideProject_onOnePlatform_printsNoNotice() throws Exception {
    assertEquals(
        List.of(),
        errors(
            Map.of("TF_ENABLE_ONEDNN_OPTS", "1"), "-cp", path("one-platform"), "com.example.App"));
  }

  @Test
  void outsideProject_onTheModulePath() throws Exception {
    run("-p", path("module-path"), "-m", "com.example/com.example.App");
  }

  @Test
  void outsideProject_inOneJarWithSpring() throws Exception {
    run("-jar", build.resolve("fat-jar/target/fat-jar-1.jar").toString());
  }

  /** {@code -Xshare:on} makes the JVM exit if it cannot use the archive. */
  @Test
  void outsideProject_inOneJarWithSpring_withAClassArchive() throws Exception {
    String jar = build.resolve("fat-jar/target/fat-jar-1.jar").toString();
    String archive = build.resolve("app.jsa").toString();
    run("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive, "-jar", jar);
    run("-Xshare:on", "-XX:SharedArchiveFile=" + archive, "-XX:TieredStopAtLevel=1", "-jar", jar);
  }

  @Test
  void outsideProject_inKotlin() throws Exception {
    run("-cp", path("kotlin"), "com.example.AppKt");
  }

  private static String path(String project) throws IOException {
    Path target = build.resolve(project).resolve("target");
    return target.resolve("classes")
        + File.pathSeparator
        + Files.readString(target.resolve("path"));
  }

  private static void run(String... how) throws Exception {
    List<String> errors =
        errors(Map.of(), how).stream().filter(line -> !line.contains(BEFORE_ANYTHING)).toList();
    assertEquals(List.of(), errors);
  }

  /** Returns the lines that the application writes to standard error. */
  private static List<String> errors(Map<String, String> environment, String... how)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(switches(List.of(how)));
    command.addAll(List.of(how));
    command.addAll(List.of("models/flowers", Fixtures.flower().toString()));
    File out = build.resolve("out").toFile();
    File err = build.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().remove("TF_CPP_MIN_LOG_LEVEL");
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();

    assertEquals(EXPECTED + System.lineSeparator(), OutsideProjects.read(out.toPath()));
    assertEquals(0, status);
    return OutsideProjects.read(err.toPath()).lines().toList();
  }

  private static List<String> switches(List<String> how) {
    if (how.contains("-jar")) {
      return JvmSwitches.forJar();
    }
    return how.contains("-p") ? JvmSwitches.forModulePath() : JvmSwitches.forClassPath();
  }
}
