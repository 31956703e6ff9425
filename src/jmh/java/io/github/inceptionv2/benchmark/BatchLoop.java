package io.github.inceptionv2.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Classifies files in batches, as a careful user would: a pool reads the next batch while the
 * network runs on this one. It serves runtimes without such a loop of their own.
 *
 * @param <T> an image as the network takes it
 */
final class BatchLoop<T> implements AutoCloseable {

  /** Images per batch; larger batches make no runtime faster here. */
  static final int BATCH = 16;

  /** Places for two batches: one being read, one being run. */
  static final int PLACES = 2 * BATCH;

  /** Reads a file on one of several threads. */
  interface Reader<T> {
    /**
     * Reads one image.
     *
     * @param place number from 0 to {@link #PLACES}, consecutive within a batch, and not reused
     *     before the batch has run
     */
    T read(byte[] file, int place) throws Exception;
  }

  /** Runs the network on a batch. */
  interface Network<T> {
    /**
     * Classifies each image.
     *
     * @param place the place of the first image
     */
    List<List<Contender.Top>> classify(List<T> images, int place) throws Exception;
  }

  private final Reader<T> reader;
  private final Network<T> network;
  private final ExecutorService pool =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  BatchLoop(Reader<T> reader, Network<T> network) {
    this.reader = reader;
    this.network = network;
  }

  List<List<Contender.Top>> classifyAll(List<Path> files) throws Exception {
    List<List<Contender.Top>> results = new ArrayList<>();
    List<Future<T>> reads = read(files, 0);
    for (int start = 0; start < files.size(); start += BATCH) {
      List<T> images = await(reads);
      reads = read(files, start + BATCH);
      results.addAll(network.classify(images, start % PLACES));
    }
    return results;
  }

  private List<Future<T>> read(List<Path> files, int start) {
    List<Future<T>> reads = new ArrayList<>();
    for (int i = start; i < Math.min(start + BATCH, files.size()); i++) {
      Path file = files.get(i);
      int place = i % PLACES;
      reads.add(pool.submit(() -> reader.read(Files.readAllBytes(file), place)));
    }
    return reads;
  }

  private List<T> await(List<Future<T>> reads) throws IOException, InterruptedException {
    List<T> images = new ArrayList<>();
    for (Future<T> read : reads) {
      try {
        images.add(read.get());
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
    return images;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
