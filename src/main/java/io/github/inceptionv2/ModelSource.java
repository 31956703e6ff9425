package io.github.inceptionv2;

import io.github.inceptionv2.internal.files.SafeText;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleOpener;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.store.ModelArchive;
import io.github.inceptionv2.internal.store.ResourceModel;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source of a model. Immutable and thread-safe.
 *
 * <p>Only {@link #imagenet}, {@link #hub} and {@link #url} ever open a connection, and only if the
 * {@link ModelCache} does not have the model yet and is not offline. Creating a source does no I/O.
 * Opening the model, reading its {@link #info} or writing it as a module downloads it if necessary.
 *
 * <p>Serializable in a few hundred bytes: names and settings, never weights. A relative path is
 * written as an absolute path, since the process that reads the source may have another working
 * directory. That process uses the files and cache of its own machine, unless {@link #in} set a
 * cache, which is serialized as {@link ModelCache} describes. The serialized form includes the
 * query of a URL, which may be secret.
 */
public final class ModelSource implements Serializable {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ModelSource.class);

  static {
    ModuleOpener.register(source -> ((ModelSource) source).open());
  }

  private final transient Origin origin;
  private final transient ModelCache cache;
  private final transient boolean isTrusted;

  private ModelSource(Origin origin, ModelCache cache, boolean isTrusted) {
    this.origin = origin;
    this.cache = cache;
    this.isTrusted = isTrusted;
  }

  private static ModelSource of(Origin origin) {
    return of(origin, null, false);
  }

  static ModelSource of(Origin origin, ModelCache cache, boolean isTrusted) {
    return new ModelSource(origin, cache, isTrusted);
  }

  /**
   * Returns the network trained on ImageNet, with 1001 logits.
   *
   * <p><b>The network is downloaded on first use</b>: 41.6 MB (41577079 bytes), from {@code
   * storage.googleapis.com}, or else from {@code download.tensorflow.org} or {@code
   * storage.openvinotoolkit.org}, into the {@link ModelCache}, where it uses 48 MB. The download is
   * TF-Slim's checkpoint {@code inception_v2_2016_08_28.tar.gz}, from which TensorFlow Hub's
   * modules were also made. It is verified against a known SHA-256 and converted to a module.
   */
  public static ModelSource imagenet() {
    return of(Origin.RemoteArchive.imagenet());
  }

  /**
   * Returns a module of TensorFlow Hub, <b>downloaded on first use</b> (about 40 MB) from {@code
   * tfhub.dev} or a mirror, unless Python's tensorflow_hub has already cached it on this machine.
   *
   * @param handle {@code google/imagenet/inception_v2/classification/3} or {@code
   *     .../feature_vector/3}, or version 1, 4 or 5 of either, with or without the prefix {@code
   *     https://tfhub.dev/}
   * @throws IllegalArgumentException if the handle is unknown; the message lists the known ones
   */
  public static ModelSource hub(String handle) {
    return of(Origin.RemoteArchive.hub(Objects.requireNonNull(handle, "handle")));
  }

  /**
   * Returns the model in the archive at {@code uri}, <b>downloaded on first use</b>: a {@code
   * .tar.gz} of a module's directory or of a checkpoint. The SHA-256 of the first download is
   * recorded, and later downloads must match it.
   *
   * @throws IllegalArgumentException if {@code uri} is not http or https, or contains a password
   */
  public static ModelSource url(URI uri) {
    return of(Origin.RemoteArchive.url(Objects.requireNonNull(uri, "uri")));
  }

  static ModelSource of(ModelArchive archive) {
    return of(new Origin.RemoteArchive(archive));
  }

  /**
   * Returns the module in {@code directory}: a SavedModel with the tag set {} or {serve}, such as
   * an unpacked TensorFlow Hub module ({@code google/imagenet/inception_v2/classification} or
   * {@code feature_vector}, version 1, 3, 4 or 5) or a module written by {@link #writeModule}.
   *
   * <p>If the module has logits and a file {@code assets/labels.txt}, its labels are read from that
   * file: UTF-8, one per line in the order of the logits.
   */
  public static ModelSource directory(Path directory) {
    return of(new Origin.Directory(Objects.requireNonNull(directory, "directory")));
  }

  /**
   * Returns the model in the archive {@code file}: a {@code .tar.gz} of a module's directory or of
   * a checkpoint. It is unpacked into the {@link ModelCache} on first use.
   */
  public static ModelSource archive(Path file) {
    return of(new Origin.LocalArchive(Objects.requireNonNull(file, "file")));
  }

  /**
   * Returns the model in the class path resource {@code name}: a {@code .tar.gz} as for {@link
   * #archive}, or the directory of a module with a single variables file. The context class loader
   * of the thread that opens the model is searched first, then this library's class loader.
   * Resources in a jar are copied to the {@link ModelCache}, under a name derived from their
   * SHA-256; other resources are read in place.
   *
   * @param name such as {@code models/flowers} or {@code models/flowers.tar.gz}
   * @throws IllegalArgumentException if {@code name} is empty
   */
  public static ModelSource resource(String name) {
    return of(
        new Origin.Resource(
            new ResourceModel(ResourceModel.CLASS_PATH + Objects.requireNonNull(name, "name"))));
  }

  /**
   * Returns the model in a checkpoint of TF-Slim's Inception V2; variables of an optimizer are
   * ignored. A file in TensorFlow's first format, which contains all variables, is read completely
   * and must not exceed 64 MB. The network uses 45 MB, so there is no room for the variables of an
   * optimizer that has one or two per weight. The second format has no such limit.
   *
   * @param path a file such as {@code inception_v2.ckpt} in TensorFlow's first format; or in the
   *     second format, the {@code .index} file, one of the {@code .data} files, or their common
   *     prefix
   */
  public static ModelSource checkpoint(Path path) {
    return of(new Origin.Checkpoint(Objects.requireNonNull(path, "path")));
  }

  /**
   * Returns the network with 1001 logits and weights generated by a formula, for tests, benchmarks
   * and trying the API without a model. The weights are not trained: <b>predictions mean
   * nothing</b>.
   */
  public static ModelSource untrained() {
    return of(new Origin.Untrained("untrained"));
  }

  /**
   * Returns the source that {@code text} names on a command line: {@code imagenet}, {@code
   * untrained}, an http or https URL, {@code classpath:} followed by the name of a {@linkplain
   * #resource resource}, {@code jar:file:JAR!/NAME} for a resource in a specific jar, a handle of
   * TensorFlow Hub, or a path or {@code file:} URL. A path may name a module's directory, a
   * checkpoint, or an archive if it ends with {@code .tar.gz}, {@code .tgz} or {@code .tar}. An
   * existing path takes precedence over a handle. {@code ./imagenet} is a path.
   *
   * @throws IllegalArgumentException if {@code text} is a URL or handle that is not supported, such
   *     as {@code hdfs://host/model}
   */
  public static ModelSource parse(String text) {
    return of(Origin.parse(Objects.requireNonNull(text, "text")));
  }

  /** Returns this source with {@code cache} instead of {@link ModelCache#standard}. */
  public ModelSource in(ModelCache cache) {
    return new ModelSource(origin, Objects.requireNonNull(cache, "cache"), isTrusted);
  }

  /**
   * Returns a copy of this source that runs the module's own graph unchanged. <b>A graph is a
   * program</b>: it may read and write files, compute anything, use any amount of memory and end
   * the process. Trust a module only if you would run its author's code on this machine.
   *
   * <p>Without trust, a module must be Inception V2:
   *
   * <ul>
   *   <li>If its graph matches Inception V2 operation by operation, this library's own graph runs
   *       instead.
   *   <li>Any other graph is rebuilt from the operations, attributes and shapes that Inception V2
   *       can have, and is rejected if it contains anything else. For each image size, it may use
   *       at most three times the memory and arithmetic of Inception V2. It must compute the
   *       correct numbers for three images. This check detects damage, not malice: a graph that
   *       recognizes these images can return incorrect numbers for others. Running it on images of
   *       a size that it does not support throws {@link IllegalArgumentException}.
   * </ul>
   *
   * <p>TF2 modules and checkpoints always run in this library's own graph, so trust makes no
   * difference to them.
   */
  public ModelSource trusted() {
    return new ModelSource(origin, cache, true);
  }

  /**
   * Reads facts about the model without running it. Checks everything but the values of variables;
   * does not load TensorFlow.
   *
   * @throws java.nio.file.NoSuchFileException if nothing exists at the source's path
   * @throws ModelCorruptException if the model is not a complete Inception V2 module
   * @throws ModelDownloadException if the model must be downloaded and no address has it
   * @throws IOException if a file cannot be read
   */
  public ModelInfo info() throws IOException {
    return info(open());
  }

  /**
   * Reads the complete model without running it: like {@link #info}, but also verifies the checksum
   * of every variable. Reads 45 MB in well under a second; does not load TensorFlow.
   *
   * @throws java.nio.file.NoSuchFileException if nothing exists at the source's path
   * @throws ModelCorruptException if the model is not a complete Inception V2 module, or the value
   *     of a variable is damaged or not finite
   * @throws ModelDownloadException if the model must be downloaded and no address has it
   * @throws IOException if a file cannot be read
   */
  public ModelInfo verify() throws IOException {
    InceptionModule module = open();
    try {
      module.checkValues();
    } catch (ModelFormatException e) {
      throw corrupt(e);
    }
    return info(module);
  }

  /**
   * Writes a module with this model's weights, and its labels if it has any, to {@code directory},
   * with the tag sets {}, {train} and {serve}. The module loads in TensorFlow Hub's {@code
   * hub.Module}, in TensorFlow's own loaders and in this library. The directory is written
   * completely or not at all.
   *
   * @param directory a path that does not exist or is an empty directory
   * @throws java.nio.file.FileAlreadyExistsException if {@code directory} exists and is not an
   *     empty directory
   * @throws ModelCorruptException if this model is not a complete Inception V2 module, or a value
   *     of a variable is not finite
   * @throws ModelDownloadException if the model must be downloaded and no address has it
   * @throws IOException if a file cannot be read or written
   */
  public void writeModule(Path directory) throws IOException {
    try {
      ModuleWriter.write(open(), directory);
    } catch (ModelFormatException e) {
      throw corrupt(e);
    }
  }

  /**
   * Writes this model as an ONNX file for other runtimes. The file contains Inception V2 for
   * inference and the labels, in operator set 13. Its input {@code images} is float32 RGB in [0,1]
   * of any batch size, height and width: [batch, height, width, 3]. Its outputs are {@code
   * feature_vector} and, unless the model has feature vectors only, {@code logits} and {@code
   * probabilities}. The file is written completely or not at all, and replaces an existing file.
   *
   * <p>Even a {@linkplain #trusted trusted} module must be Inception V2. TensorFlow is loaded only
   * to compare the results of a module whose graph is written differently.
   *
   * @throws ModelCorruptException if this model is not a complete Inception V2 module, its graph
   *     computes something else, or a value of a variable is not finite
   * @throws ModelDownloadException if the model must be downloaded and no address has it
   * @throws IOException if a file cannot be read or written
   */
  public void writeOnnx(Path file) throws IOException {
    try {
      OnnxExport.write(origin.open(this::cache, false), file);
    } catch (ModelFormatException e) {
      String prefix = isTrusted ? "cannot be written as ONNX, even if trusted: " : "";
      throw new ModelCorruptException(e.file(), prefix + e.getMessage(), e);
    }
  }

  /** Opens the module to run it, and logs a note if its weights are untrained. */
  InceptionModule openToRun() throws IOException {
    InceptionModule module = open();
    if (module.isReference()) {
      LOG.info(
          "model {} has untrained reference weights: predictions mean nothing",
          SafeText.line(this));
    }
    return module;
  }

  InceptionModule open() throws IOException {
    try {
      return origin.open(this::cache, isTrusted);
    } catch (ModelFormatException e) {
      throw corrupt(e);
    }
  }

  /**
   * Returns true if the model can be opened without a connection, as any model on this machine can.
   * Opens no connection, and reads little more than the attributes of files.
   */
  public boolean isCached() throws IOException {
    return origin.isCached(this::cache);
  }

  /**
   * Downloads or unpacks the model into the cache, unless it is already there, and returns the
   * module's directory. A directory on this machine is used in place.
   *
   * @throws ModelDownloadException if the model must be downloaded and no address has it
   * @throws ModelCorruptException if an archive on this machine does not contain a complete model
   * @throws UnsupportedOperationException if this is a checkpoint on this machine, or {@link
   *     #untrained}, which have no directory
   * @throws IOException if the cache cannot be written
   */
  public Path fetch() throws IOException {
    return origin.fetch(this::cache);
  }

  /**
   * Returns a single SHA-256, in lower-case hexadecimal, of the names and contents of all files of
   * the model, downloading them if necessary. Two machines get the same SHA-256 only if they open
   * the same weights, graph and labels. Reads all files, usually 45 MB.
   *
   * @throws ModelDownloadException if the model must be downloaded and no address has it
   * @throws ModelCorruptException if an archive on this machine does not contain a complete model
   * @throws IOException if a file is missing or cannot be read
   */
  public String sha256() throws IOException {
    return origin.sha256(this::cache);
  }

  private ModelCache cache() {
    return cache == null ? ModelCache.standard() : cache;
  }

  ModelInfo info(InceptionModule module) {
    return new ModelInfo(
        origin.name(),
        module.format().description(),
        module.tagSets(),
        module.signatures(),
        module.classes(),
        Architecture.FEATURES,
        module.variables().size(),
        new TreeSet<>(module.roles().endpoints().keySet()).stream().toList(),
        ImageSize.ofWidth(module.imageSize().width()).height(module.imageSize().height()),
        module.labels().isPresent(),
        module.ranges().isPresent(),
        module.isReference());
  }

  static ModelCorruptException corrupt(ModelFormatException e) {
    return new ModelCorruptException(e.file(), e.getMessage(), e);
  }

  private Object writeReplace() throws NotSerializableException {
    return new Serialized(origin.serialized(), cache, isTrusted);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("only the serialized form of ModelSource can be read");
  }

  /**
   * Returns a text that {@link #parse} accepts, without the query of a URL, which may be secret.
   */
  @Override
  public String toString() {
    return origin.name();
  }

  /**
   * The serialized form of a source: names and settings, no weights.
   *
   * @param cache null for the standard cache of the process that reads the source
   */
  private record Serialized(Origin.Serialized origin, ModelCache cache, boolean isTrusted)
      implements Serializable {

    private static final long serialVersionUID = 1;

    private Object readResolve() throws InvalidObjectException {
      try {
        return ModelSource.of(origin.origin(), cache, isTrusted);
      } catch (RuntimeException e) {
        throw InvalidObjects.of("model source", e);
      }
    }
  }
}
