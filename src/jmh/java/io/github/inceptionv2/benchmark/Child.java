package io.github.inceptionv2.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM that the suite starts and talks to. */
final class Child implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream requests;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /**
   * Starts {@code main} in a JVM with the same settings as all others.
   *
   * @param log gets the JVM's standard error
   */
  static Child start(Class<?> main, Map<String, String> environment, Path log, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Machine.JVM_OPTIONS);
    // Children that wait measure nothing, so they need not lock each other out.
    command.addAll(
        List.of("-Djmh.ignoreLock=true", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove(Entrant.ONE_DNN);
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new Child(builder.start(), log);
  }

  void request(String line) {
    requests.println(line);
  }

  /** Returns the next answer, without its mark. */
  String answer() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(Worker.ANSWER)) {
        return line.substring(Worker.ANSWER.length());
      }
    }
    throw new IOException("a process ended early:\n" + Files.readString(log));
  }

  /** Kills the process. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
