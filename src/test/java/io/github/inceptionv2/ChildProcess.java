package io.github.inceptionv2;

import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A separate JVM that opens a model, so a test can kill it or run several at a time. */
final class ChildProcess {

  private ChildProcess() {}

  /**
   * Downloads a model and compares its results with the golden numbers.
   *
   * @param args the cache directory, the address, and {@code run}, or {@code fetch} to skip the
   *     comparison
   */
  public static void main(String[] args) throws IOException {
    ModelCache cache = ModelCache.builder().directory(Path.of(args[0])).build();
    ModelSource source = ModelSource.url(URI.create(args[1])).in(cache);
    source.fetch();
    if (args[2].equals("run")) {
      try (InceptionV2 model = InceptionV2.load(source)) {
        ImageSource image = ImageSource.ofRgb(Golden.image(0, 224, 224), ImageSize.square(224));
        float[] expected = Golden.floats(Golden.inference().get(0).get("logits"));
        Numbers.assertClose(expected, model.logits(image), 2e-4);
      }
    }
  }

  /** Starts {@link #main} in a new process that writes its output to {@code log}. */
  static Process start(Path log, String... args) throws IOException {
    return of(ChildProcess.class, args)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Prepares a process that runs {@code main} with a small heap. */
  static ProcessBuilder of(Class<?> main, String... args) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(Arrays.asList(args));
    return new ProcessBuilder(command);
  }
}
