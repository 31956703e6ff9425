package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands read files whose names the JVM cannot decode, whatever its locale. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FileNamesTest {

  private static final String UTF_8 = "caf\\303\\251.jpg";
  private static final String LATIN_1 = "caf\\350.jpg";
  private static final String OTHER_LATIN_1 = "caf\\351.jpg";

  @TempDir Path directory;

  /** Runs commands that take images from a folder, and commands that name them. */
  @ParameterizedTest
  @CsvSource({"C, set LC_ALL=C.UTF-8", "C.UTF-8, rename files whose names are not in UTF-8"})
  void commands_undecodableNames_work(String locale, String hint) throws Exception {
    Path images = Files.createDirectory(directory.resolve("images"));
    Files.copy(Fixtures.flower(), images.resolve("plain.jpg"));
    for (String name : List.of(UTF_8, LATIN_1, OTHER_LATIN_1)) {
      shell(
          "cp "
              + Fixtures.flower().toAbsolutePath()
              + " \"$(printf '"
              + images
              + "/"
              + name
              + "')\"");
    }
    String out = run(locale, images);

    assertEquals(9, out.split("exit 0 of ", -1).length - 1, out);
    assertTrue(out.contains("exit 0 of classify, 24 lines"), out);
    assertTrue(out.contains("exit 0 of features, 4 lines"), out);
    assertTrue(out.contains("exit 0 of explain, 4 lines"), out);
    assertTrue(out.contains("exit 0 of similar, 16 lines"), out);
    assertTrue(out.contains(hint), out);
    assertEquals(
        List.of("caf\u00c3\u00a9.jpg", "caf\u00e8.jpg", "caf\u00e9.jpg", "plain.jpg").stream()
            .map(name -> name + ".heat.png")
            .toList(),
        shell("LC_ALL=C ls -1 " + directory + "/heat").lines().toList(),
        "names have the same bytes");
    assertEquals(5, Files.readAllLines(directory.resolve("v.csv")).size());
    assertEquals(4, Files.readAllLines(directory.resolve("v.jsonl")).size());
    assertEquals(4, Files.readAllLines(directory.resolve("v.npy.txt")).size());
  }

  /** Runs commands on a module, and on its variables as a checkpoint. */
  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  void commands_modelWithUndecodablePath_work(String locale) throws Exception {
    String model = directory + "/" + "caf\ufffd";
    shell("cp -r models/flowers \"$(printf '" + directory + "/caf\\350')\"");
    String out =
        runAll(
            locale,
            List.of(
                "info --model " + model,
                "check --model " + model,
                "classify --model " + model + " " + Fixtures.flower().toAbsolutePath(),
                "info --model " + model + "/variables/variables",
                "convert --from " + model + " --to " + directory.resolve("converted")));

    assertEquals(5, out.split("exit 0 of ", -1).length - 1, out);
  }

  private String run(String locale, Path images) throws Exception {
    String all = images.toString();
    List<String> commands =
        List.of(
            "classify " + all,
            "features " + all,
            "features --out " + directory.resolve("v.csv") + " " + all,
            "features --out " + directory.resolve("v.npy") + " " + all,
            "features --out " + directory.resolve("v.jsonl") + " " + all,
            "explain --out " + directory.resolve("heat") + " " + all,
            "explain --html " + directory.resolve("e.html") + " " + all,
            "similar --html " + directory.resolve("s.html") + " --in " + all + " " + all,
            "explain --format json " + all + "/*");
    return runAll(
        locale,
        commands.stream()
            .map(command -> command.replaceFirst(" ", " --model models/flowers "))
            .toList());
  }

  private static String runAll(String locale, List<String> commands) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // Runs in a shell, because this JVM cannot pass on bytes that it cannot decode.
    return shell(
        "export LC_ALL="
            + locale
            + "; "
            + java
            + " -Xmx512m -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + CommandsProbe.class.getName()
            + " "
            + String.join(" ';' ", commands).replace("\ufffd", "$(printf '\\350')")
            + " 2>/dev/null");
  }

  private static String shell(String script) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script);
    builder.environment().remove("LANG");
    Process process = builder.start();
    byte[] out = process.getInputStream().readAllBytes();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), script + err + new String(out, StandardCharsets.UTF_8));
    boolean isUtf8 = !script.contains("ls -1");
    return new String(out, isUtf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }
}
