package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The size that a file claims costs no memory, as measured in a JVM with a heap of 256 MiB. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BoundedTest {

  private static final long MAX_GROWTH = 256;

  @TempDir Path directory;

  @BeforeEach
  void needsProc() {
    assumeTrue(Files.isWritable(Path.of("/proc/self/clear_refs")), "needs a writable /proc");
  }

  @Test
  void bombs_ofTheCorpus_stayWithinTheLimit() throws Exception {
    List<String> bombs =
        CorpusTest.rows("bounded")
            .map(row -> CorpusTest.CORPUS.resolve(row.get("path")).toString())
            .toList();
    assumeTrue(!bombs.isEmpty(), "the corpus is missing");
    assertBounded(bombs, false);
  }

  /** Smaller bombs, for a clone without the corpus. */
  @Test
  void bombs_madeHere_stayWithinTheLimit() throws Exception {
    byte[] png = Golden.png(0, 16, 16);
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    byte[] gif = {'G', 'I', 'F', '8', '9', 'a', -1, -1, -1, -1, 0, 0, 0, 0x2c};
    byte[] jpeg = {-1, -40, -1, -64, 0, 17, 8, -1, -1, -1, -1, 3, 1, 17, 0, 2, 17, 0, 3, 17, 0};
    byte[] bmp = new byte[54];
    ByteBuffer.wrap(bmp)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(0, (short) 0x4d42)
        .putInt(14, 40)
        .putInt(18, 65535)
        .putInt(22, 65535)
        .putShort(26, (short) 1)
        .putShort(28, (short) 24);
    List<String> files = new ArrayList<>();
    byte[] separate = ImageDecoderTest.scans(30_000, 30_000, 3);
    byte[] manyScans = ImageDecoderTest.scans(8_000, 4_000, 20_000);
    for (byte[] bomb : List.of(png, gif, jpeg, bmp, separate, manyScans)) {
      files.add(Files.write(directory.resolve("bomb" + files.size()), bomb).toString());
    }
    assertBounded(files, false).forEach(line -> assertTrue(line.contains("refused: "), line));
  }

  /** Few pixels in few bytes, but in shapes that TensorFlow needed gigabytes to resize. */
  @Test
  void extremeShapes_everyPresetAndView_stayWithinTheLimit() throws Exception {
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, byte[]> image : ExtremeImages.all().entrySet()) {
      files.add(Files.write(directory.resolve(image.getKey()), image.getValue()).toString());
    }
    for (String line : assertBounded(files, true)) {
      boolean isRefused = line.endsWith("torchvision ten");
      assertTrue(line.contains(isRefused ? "too long and narrow" : "decoded to"), line);
    }
  }

  private static List<String> assertBounded(List<String> files, boolean inAllWays)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add(BoundedProbe.class.getName());
    command.add(String.valueOf(inAllWays));
    command.addAll(files);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(0, process.waitFor(), () -> "the JVM ended after " + lines.get(lines.size() - 1));
    assertEquals(files.size() * BoundedProbe.readings(inAllWays).size(), lines.size());
    for (String line : lines) {
      assertFalse(line.contains("FAILED"), line);
      assertTrue(Long.parseLong(line.substring(0, line.indexOf('\t'))) <= MAX_GROWTH, line);
    }
    return lines;
  }
}
