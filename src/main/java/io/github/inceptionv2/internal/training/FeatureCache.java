package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.files.Digests;
import io.github.inceptionv2.internal.files.FileOutput;
import io.github.inceptionv2.internal.files.Temporary;
import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.weights.Fingerprint;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A cache of feature vectors on disk. It has a directory for each set of weights and image size,
 * with a file for each image, named after the hash of the image file's bytes. A changed image or
 * model gets a new file.
 */
public final class FeatureCache {

  private static final int BYTES = Architecture.FEATURES * Float.BYTES;

  private final Path directory;

  private FeatureCache(Path directory) {
    this.directory = directory;
  }

  /** Opens the part of the cache in {@code root} that belongs to a network and an image size. */
  public static FeatureCache open(Path root, Weights weights, int imageSize) throws IOException {
    String key = Fingerprint.of(weights, weights.names()).substring(0, 32);
    return new FeatureCache(Files.createDirectories(root.resolve(key + "-" + imageSize)));
  }

  /** Returns the feature vector of the image in {@code file}, if it was computed before. */
  public Optional<float[]> get(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return Optional.empty(); // computing the vector reports the problem
    }
    Path entry = entry(file);
    if (!Files.isRegularFile(entry) || Files.size(entry) != BYTES) {
      return Optional.empty();
    }
    float[] vector = new float[Architecture.FEATURES];
    ByteBuffer.wrap(Files.readAllBytes(entry)).asFloatBuffer().get(vector);
    return Optional.of(vector);
  }

  /** Stores a feature vector. */
  public void put(Path file, float[] vector) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.asFloatBuffer().put(vector);
    Temporary.sweepOnce(directory);
    try (Temporary temporary = Temporary.in(directory)) {
      try (OutputStream out = FileOutput.open(temporary.path())) {
        out.write(bytes.array());
      }
      Files.move(temporary.path(), entry(file), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Path entry(Path file) throws IOException {
    byte[] hash = Digests.newSha256().digest(Files.readAllBytes(file));
    return directory.resolve(HexFormat.of().formatHex(hash) + ".f32");
  }
}
