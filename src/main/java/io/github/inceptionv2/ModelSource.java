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
 * Where a model comes from. Immutable, and safe for use by several threads.
 *
 * <p>Only {@link #imagenet}, {@link #hub} and {@link #url} ever open a connection, and only if the
 * {@link ModelCache} does not have the model yet and is not offline. To make a source does nothing;
 * to open it, to ask for its {@link #info} or to write it as a module fetches it.
 *
 * <p>Serializable in a few hundred bytes: names and settings, never weights. A relative path is
 * written as an absolute one, since the process that reads the source may have another working
 * directory. The reader uses its own machine's files and cache, unless {@link #in} named a cache,
 * which is written as {@link ModelCache} says. The query of an address, which may be secret, is
 * written too.
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
   * Returns the network as it was trained on ImageNet, with 1001 logits.
   *
   * <p><b>It is downloaded on first use</b>: 41.6 MB (41577079 bytes), from {@code
   * storage.googleapis.com}, or else from {@code download.tensorflow.org} or {@code
   * storage.openvinotoolkit.org}, into the {@link ModelCache}, where it then takes 48 MB. It is the
   * checkpoint of TF-Slim that the modules of TensorFlow Hub were made of too, {@code
   * inception_v2_2016_08_28.tar.gz}, whose SHA-256 is known; on arrival it is made a module.
   */
  public static ModelSource imagenet() {
    return of(Origin.RemoteArchive.imagenet());
  }

  /**
   * Returns a module of TensorFlow Hub, <b>downloaded on first use</b> (about 40 MB) from {@code
   * tfhub.dev} or a mirror, unless Python's tensorflow_hub left it on this machine.
   *
   * @param handle {@code google/imagenet/inception_v2/classification/3} or {@code
   *     .../feature_vector/3}, or their version 1, 4 or 5, with or without {@code
   *     https://tfhub.dev/} before it
   * @throws IllegalArgumentException if it is another; the message lists all
   */
  public static ModelSource hub(String handle) {
    return of(Origin.RemoteArchive.hub(Objects.requireNonNull(handle, "handle")));
  }

  /**
   * Returns the model in the archive at {@code uri}, <b>downloaded on first use</b>: a {@code
   * .tar.gz} of a module's directory or of a checkpoint. Its SHA-256 is recorded then, and must be
   * the same if it is ever fetched again.
   *
   * @throws IllegalArgumentException if it is not an http or https address, or holds a password
   */
  public static ModelSource url(URI uri) {
    return of(Origin.RemoteArchive.url(Objects.requireNonNull(uri, "uri")));
  }

  static ModelSource of(ModelArchive archive) {
    return of(new Origin.RemoteArchive(archive));
  }

  /**
   * Returns the module in {@code directory}: a SavedModel with the tag set {} or {serve}, such as
   * TensorFlow Hub's unpacked {@code google/imagenet/inception_v2/classification/3}, its versions
   * 1, 4 and 5, {@code feature_vector} likewise, or one that {@link #writeModule} wrote.
   *
   * <p>If it has logits and a file {@code assets/labels.txt}, these are its labels: UTF-8, one a
   * line in the order of the logits.
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
   * Returns the model among the resources of the class path that are called {@code name}: a {@code
   * .tar.gz} as {@link #archive} takes it, or the folder of a module with one file of variables.
   * The context class loader of the thread that opens the model looks first, then this library's.
   * Resources inside of a jar are copied to the {@link ModelCache}, under a name made of their
   * SHA-256; others are read where they are.
   *
   * @param name such as {@code models/flowers} or {@code models/flowers.tar.gz}
   * @throws IllegalArgumentException if it is empty
   */
  public static ModelSource resource(String name) {
    return of(
        new Origin.Resource(
            new ResourceModel(ResourceModel.CLASS_PATH + Objects.requireNonNull(name, "name"))));
  }

  /**
   * Returns a checkpoint of TF-Slim's Inception V2; variables that an optimizer left in it are
   * passed over. A file in TensorFlow's first format, which holds all of them, is read whole and
   * must not be larger than 64 MB: the network has 45, so that there is no room for an optimizer
   * with a number or two for each of its weights. The second format has no such limit.
   *
   * @param path a file such as {@code inception_v2.ckpt} in TensorFlow's first format; or in the
   *     second, which has an {@code .index} and {@code .data} files, one of these or what their
   *     names begin with
   */
  public static ModelSource checkpoint(Path path) {
    return of(new Origin.Checkpoint(Objects.requireNonNull(path, "path")));
  }

  /**
   * Returns the network with 1001 logits and weights that follow from a formula, for tests and
   * benchmarks and to try the API without a model. They are not trained: <b>predictions mean
   * nothing</b>.
   */
  public static ModelSource untrained() {
    return of(new Origin.Untrained("untrained"));
  }

  /**
   * Returns the source that a command line names: {@code imagenet}, {@code untrained}, an http or
   * https address, {@code classpath:} before the name of a {@linkplain #resource resource}, {@code
   * jar:file:JAR!/NAME} for one of a certain jar, a handle of TensorFlow Hub, or a path, which may
   * be a {@code file:} address. A path that is there is that of a module's directory, of a
   * checkpoint, or of an archive if it ends with {@code .tar.gz}, {@code .tgz} or {@code .tar}; it
   * takes precedence over a handle. {@code ./imagenet} is a path.
   *
   * @throws IllegalArgumentException if it is an address or handle, and not one that is known, such
   *     as {@code hdfs://host/model}
   */
  public static ModelSource parse(String text) {
    return of(Origin.parse(Objects.requireNonNull(text, "text")));
  }

  /** Returns this source, to be kept in {@code cache} and not in {@link ModelCache#standard}. */
  public ModelSource in(ModelCache cache) {
    return new ModelSource(origin, Objects.requireNonNull(cache, "cache"), isTrusted);
  }

  /**
   * Returns this source, whose module's graph is run as it is. <b>A graph is a program</b>: it may
   * read and write files, compute anything, use any amount of memory and end the process. Trust
   * only a module whose maker you would let run code here.
   *
   * <p>Without this, a module is held to Inception V2:
   *
   * <ul>
   *   <li>If its graph is that of Inception V2 operation by operation, this library's own graph is
   *       run in its place.
   *   <li>Any other graph is written anew with the operations, attributes and shapes that Inception
   *       V2 can have, and is refused if it holds others. For images of each size, it may use three
   *       times the memory and arithmetic of Inception V2. Its numbers must be right for three
   *       pictures. That finds damage, not intent: a graph that knows the pictures can give wrong
   *       numbers for others. Images of a size that it cannot take are refused with an {@link
   *       IllegalArgumentException} when it is run.
   * </ul>
   *
   * <p>Of TF2 modules and checkpoints nothing is run but this library's own graph, so that it makes
   * no difference to them.
   */
  public ModelSource trusted() {
    return new ModelSource(origin, cache, true);
  }

  /**
   * Reads the facts of the model without running it. Everything is checked but the values of its
   * variables; TensorFlow is not loaded.
   *
   * @throws java.nio.file.NoSuchFileException if there is nothing at the source's path
   * @throws ModelCorruptException if it is not a whole Inception V2 module
   * @throws ModelDownloadException if it is to be fetched and cannot be had from anywhere
   * @throws IOException if a file cannot be read
   */
  public ModelInfo info() throws IOException {
    return info(open());
  }

  /**
   * Reads the whole model without running it: like {@link #info}, and every value of every variable
   * is compared with the checksum beside it. Reads 45 MB in well under a second; TensorFlow is not
   * loaded.
   *
   * @throws java.nio.file.NoSuchFileException if nothing exists at the source's path
   * @throws ModelCorruptException if this is not a whole Inception V2 module, or the value of a
   *     variable is damaged or not finite
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
   * Writes a module with this model's weights, and the labels if it brings any, to {@code
   * directory}, with the tag sets {}, {train} and {serve}. It loads in TensorFlow Hub's {@code
   * hub.Module}, in TensorFlow's own loaders and here. The directory appears whole or not at all.
   *
   * @param directory must not exist, or be empty
   * @throws java.nio.file.FileAlreadyExistsException if something is there already
   * @throws ModelCorruptException if this model is not a whole Inception V2 module, or a value of a
   *     variable is not finite
   * @throws ModelDownloadException if it is to be fetched and cannot be had from anywhere
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
   * Writes this model as an ONNX file, which other runtimes open. The file holds Inception V2 for
   * inference and the labels, and has operator set 13. Input {@code images}: float32 RGB in [0,1]
   * of any batch, height and width, [batch, height, width, 3]. Outputs: {@code logits} and {@code
   * probabilities}, unless this is a model of feature vectors only, and {@code feature_vector}. An
   * existing file is replaced. The file appears whole or not at all.
   *
   * <p>A {@linkplain #trusted trusted} module is held to Inception V2 too. One whose graph is
   * written in another way is opened, to compare its numbers; no other model needs TensorFlow here.
   *
   * @throws ModelCorruptException if this model is not a whole Inception V2 module, its graph
   *     computes something else, or a value of a variable is not finite
   * @throws ModelDownloadException if it is to be fetched and cannot be had from anywhere
   * @throws IOException if a file cannot be read or written
   */
  public void writeOnnx(Path file) throws IOException {
    try {
      OnnxExport.write(origin.open(this::cache, false), file);
    } catch (ModelFormatException e) {
      String prefix = isTrusted ? "cannot be written as ONNX, trusted or not: " : "";
      throw new ModelCorruptException(e.file(), prefix + e.getMessage(), e);
    }
  }

  /** Returns {@link #open}'s module, to be run. */
  InceptionModule openToRun() throws IOException {
    InceptionModule module = open();
    if (module.isReference()) {
      LOG.info(
          "model {} holds reference weights that are not trained: predictions mean nothing",
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
   * Returns whether it can be opened without the network: always what is on this machine. Opens no
   * connection, and reads no more than a few facts of each file.
   */
  public boolean isCached() throws IOException {
    return origin.isCached(this::cache);
  }

  /**
   * Gets the model into the cache, unless it is there, and returns the module's directory. A
   * directory on this machine stays where it is.
   *
   * @throws ModelDownloadException if it cannot be had from anywhere
   * @throws ModelCorruptException if an archive on this machine holds no whole model
   * @throws UnsupportedOperationException if this is a checkpoint on this machine, or {@link
   *     #untrained}, which have no directory
   * @throws IOException if the cache cannot be written
   */
  public Path fetch() throws IOException {
    return origin.fetch(this::cache);
  }

  /**
   * Returns one SHA-256, in lower-case hexadecimal, of the names and the bytes of all files that
   * the model is read from, which it fetches first: equal on two machines only if they open the
   * same weights, graph and labels. Reads 45 MB, or what the model has.
   *
   * @throws ModelDownloadException if it is to be fetched and cannot be had from anywhere
   * @throws ModelCorruptException if an archive on this machine holds no whole model
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
    throw new InvalidObjectException("written in another form only");
  }

  /** Returns what {@link #parse} would take, without an address's query, which may be secret. */
  @Override
  public String toString() {
    return origin.name();
  }

  /**
   * The serialized form of a source: names and settings, no weights.
   *
   * @param cache null for the one that the reader's environment names
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
