package io.github.inceptionv2.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs several commands in a JVM that was started in another environment. */
public final class CommandsProbe {

  private CommandsProbe() {}

  /** Runs the commands, separated by {@code ;}, and prints the outcome of each. */
  public static void main(String[] args) throws Exception {
    int start = 0;
    List<String> all = List.of(args);
    for (int i = 0; i <= all.size(); i++) {
      if (i == all.size() || all.get(i).equals(";")) {
        run(all.subList(start, i));
        start = i + 1;
      }
    }
  }

  private static void run(List<String> command) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(out, err, command.toArray(String[]::new));
    String results = out.toString(StandardCharsets.UTF_8);
    String text =
        "exit "
            + code
            + " of "
            + command.get(0)
            + ", "
            + results.lines().count()
            + " lines\n"
            + err.toString(StandardCharsets.UTF_8);
    System.out.write(text.getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }
}
