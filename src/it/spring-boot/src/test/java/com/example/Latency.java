package com.example;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures how fast a running server answers: {@code java Latency.java ADDRESS PHOTO CLIENTS
 * SECONDS}.
 */
public final class Latency {

  private static final String BOUNDARY = "photograph-boundary";
  private static final int PAUSE_MILLIS = 10;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest ping;
  private final HttpRequest upload;
  private final int clients;

  private Latency(String address, Path photo, int clients) throws Exception {
    this.clients = clients;
    this.ping = HttpRequest.newBuilder(URI.create(address + "/ping")).build();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ascii(
            "--%s\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n"
                .formatted(BOUNDARY)));
    body.writeBytes(Files.readAllBytes(photo));
    body.writeBytes(ascii("\r\n--%s--\r\n".formatted(BOUNDARY)));
    this.upload =
        HttpRequest.newBuilder(URI.create(address + "/classify"))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
  }

  /** Prints a table of the measurements, after a warm-up of the same length. */
  public static void main(String[] args) throws Exception {
    Latency latency = new Latency(args[0], Path.of(args[1]), Integer.parseInt(args[2]));
    double seconds = Double.parseDouble(args[3]);
    System.out.println(
        "server: " + latency.client.send(latency.ping, BodyHandlers.ofString()).body());
    latency.measure(seconds);
    latency.measure(seconds).forEach(System.out::println);
  }

  private List<String> measure(double seconds) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Long> idle = requests(ping, PAUSE_MILLIS, seconds);
    List<Future<List<Long>>> uploads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Callable<List<Long>> uploader = () -> requests(upload, 0, seconds);
      uploads.add(threads.submit(uploader));
    }
    List<Long> busy = requests(ping, PAUSE_MILLIS, seconds);
    List<Long> classified = new ArrayList<>();
    for (Future<List<Long>> each : uploads) {
      classified.addAll(each.get());
    }
    threads.shutdown();
    return List.of(
        "| request | answers | median | 99th percentile |",
        "| --- | --- | --- | --- |",
        row("ping, idle server", idle),
        row("ping, " + clients + " clients upload", busy),
        row("classify, " + clients + " clients", classified));
  }

  /** Sends one request after another and returns the nanoseconds that each took. */
  private List<Long> requests(HttpRequest request, int pauseMillis, double seconds)
      throws Exception {
    List<Long> nanos = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      int status = client.send(request, BodyHandlers.ofString()).statusCode();
      nanos.add(System.nanoTime() - start);
      if (status != 200) {
        throw new IllegalStateException(request.uri() + " was answered with status " + status);
      }
      Thread.sleep(pauseMillis);
    }
    return nanos;
  }

  private static String row(String request, List<Long> nanos) {
    Collections.sort(nanos);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.1f ms | %.1f ms |",
        request,
        nanos.size(),
        nanos.get(nanos.size() / 2) / 1e6,
        nanos.get(nanos.size() * 99 / 100) / 1e6);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
