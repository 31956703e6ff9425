package io.github.inceptionv2.testing;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the application of {@code src/it/spring-boot} in a process of its own and sends it requests.
 */
public final class SpringBootServer implements AutoCloseable {

  private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BOUNDARY = "photograph-boundary";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path directory;
  private final Process process;
  private final String address;

  private SpringBootServer(Path directory, Process process) throws Exception {
    this.directory = directory;
    this.process = process;
    this.address = "http://localhost:" + awaitPort();
  }

  /** Starts the application with the JVM {@code java}, and returns when it accepts connections. */
  public static SpringBootServer start(Path java, String... options) throws Exception {
    Path project = OutsideProjects.build().resolve("spring-boot");
    Path directory = Files.createTempDirectory(project, "run");
    List<String> command = new ArrayList<>(List.of(java.toString(), "-jar"));
    command.add(project.resolve("target/spring-boot-1.jar").toString());
    command.addAll(List.of("--server.port=0", "--spring.main.banner-mode=off"));
    command.add("--model.directory=" + Path.of("models/flowers").toAbsolutePath());
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    return new SpringBootServer(directory, process);
  }

  private String awaitPort() throws Exception {
    for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
      Matcher started = STARTED.matcher(log());
      if (started.find()) {
        return started.group(1);
      } else if (!process.isAlive()) {
        break;
      }
      Thread.sleep(50);
    }
    process.destroyForcibly();
    throw new AssertionError("the server did not start within " + PATIENCE + ": " + log());
  }

  /** Returns the answer to a request for {@code path}. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Returns one statistic of a metric, such as {@code COUNT}, or zero if there is no such metric.
   */
  public double metric(String name, String statistic) throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/actuator/metrics/" + name);
    if (answer.statusCode() == 404) {
      return 0;
    }
    for (var each :
        JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonArray("measurements")) {
      if (each.getAsJsonObject().get("statistic").getAsString().equals(statistic)) {
        return each.getAsJsonObject().get("value").getAsDouble();
      }
    }
    throw new AssertionError("no " + statistic + " in " + answer.body());
  }

  /** Uploads {@code photo}. */
  public CompletableFuture<HttpResponse<String>> upload(byte[] photo) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(photo);
    body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/classify"))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Uploads {@code photo} several times at once. */
  public List<CompletableFuture<HttpResponse<String>>> uploads(byte[] photo, int count) {
    List<CompletableFuture<HttpResponse<String>>> uploads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      uploads.add(upload(photo));
    }
    return uploads;
  }

  /** Asks the process to end, as {@code kill}, Docker and Kubernetes do. */
  public void terminate() {
    process.destroy();
  }

  /** Returns the exit code of a process that is about to end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the server did not end within " + PATIENCE + ": " + log());
    }
    return process.exitValue();
  }

  /** Returns the directory in which the process runs; a crash would leave a file there. */
  public Path directory() {
    return directory;
  }

  /** Returns the output of the process. */
  public String log() {
    return OutsideProjects.read(directory.resolve("log"));
  }

  /** Returns the address of the server, such as {@code http://localhost:8080}. */
  public String address() {
    return address;
  }

  /** Ends the process if it has not ended. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
