package io.github.inceptionv2.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that holds a directory until it is killed. */
final class LockHolder {

  private LockHolder() {}

  /** Opens the directory as owned or, given a second argument, creates a temporary one in it. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    if (args.length == 1) {
      OwnedDirectory.open(directory);
    } else {
      Temporary temporary = Temporary.in(directory);
      Files.createDirectories(temporary.path().resolve("deep"));
      Files.writeString(temporary.path().resolve("deep/file"), "half");
    }
    System.out.println("held");
    Thread.sleep(60_000);
  }

  /** Starts a process and returns once it holds the directory. */
  static Process start(Path directory, String... more) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            directory.toString());
    builder.command().addAll(List.of(more));
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = process.inputReader().readLine();
    if (!"held".equals(line)) {
      throw new IOException("the holder said " + line);
    }
    return process;
  }
}
