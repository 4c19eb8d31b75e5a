"""The format of catalog files: what library APIs do, as data. One file a library; users write the same.

Type expressions, wherever an entry says what a value is: a dotted name is an instance of that catalog type; ``type[X]`` the
class itself; ``list[X]`` something that yields X when iterated; ``pair[X]`` a tuple of X and something; ``self`` the receiver's own
type; ``product`` the receiver's product (see ``Product``), ``product:N|name`` that of what an argument is; ``argument:N`` the value of positional argument N; ``argument:name`` of a
keyword; ``class:N|name`` an instance of the project's class that this argument names, itself or as text; ``member:name[X]`` what an
instance X of the project's class, or a class X, has under a name; ``instance[X]`` an instance of the class X; ``product[X]`` what X makes;
``below:A`` an instance of the project's only class right below A; ``module:X`` a module.
Calls that are awaited and calls that are not give the same: ``await`` adds nothing to a type here.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from archcheck.model.site import Nesting

Effects = tuple[str, ...]
Kind = Literal["orm", "core", "dbapi", "nosql", "sql"]


class Entry(BaseModel):
    """Base of all entries: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(Entry):
    """An argument that decides whether an effect happens.

    Attributes:
        argument: keyword name.
        position: positional index of the same argument, where it can be given so.
        equals: the literal it must equal (``true``, ``false``, a string, a number).
        default: the literal assumed where the argument is left out.
    """

    argument: str
    position: int | None = None
    equals: bool | int | str
    default: bool | int | str | None = None


class Sql(Entry):
    """The argument that carries SQL text: a transaction statement makes the call a site of form ``sql``, a written one a ``write``."""

    argument: str = ""
    position: int = 0


class Exit(Entry):
    """What leaving a ``with`` block normally does, where it differs by version.

    Attributes:
        versions: a PEP 440 specifier (``<1.0``).
        effects: effects on normal leaving; empty where it only closes or rolls back.
    """

    versions: str
    effects: Effects = ()


class Callable(Entry):
    """What calling something does.

    Attributes:
        effects: effects of the call itself (``["transaction.commit"]``).
        returns: type expression of the result; several where it has the members of each.
        when: the effects happen only under this condition.
        sql: where SQL text is passed.
        settings: keyword arguments that set the transaction mode (``autocommit``, ``isolation_level``), each with the effect; behind a
            dot a key of the mapping that the argument is (``execution_options.isolation_level``).
        by_none: those of these keyword arguments that ``None`` sets to autocommit, and not to the default.
        runs: methods of the instance that the call runs, which classes below may define.
        hands: type expressions of what a function among the arguments is called with, by position.
        decorates: effects of a function that is decorated with it (``@atomic``), also of ``@atomic(...)``.
        nests: what it is inside of another one of its library's, where it commits nothing: a savepoint, or a part of that one.
        dynamic: the name resolves, but what it returns is known only at run time.
        versions: PEP 440 specifier of the library versions this entry speaks of.
        source: where the fact comes from, if not the file's own source.
    """

    effects: Effects = ()
    returns: str | tuple[str, ...] | None = None
    when: Condition | None = None
    sql: Sql | None = None
    settings: dict[str, str] = Field(default_factory=dict)
    by_none: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    hands: tuple[str, ...] = ()
    decorates: Effects = ()
    nests: Nesting | None = None
    dynamic: bool = False
    versions: str | None = None
    source: str | None = None


class Member(Entry):
    """An attribute of a type.

    Attributes:
        type: type expression of its value.
        sets: effect of assigning to it (``transaction.mode`` for ``conn.autocommit = True``).
    """

    type: str | None = None
    sets: str | None = None


class Product(Entry):
    """What a factory makes: ``sessionmaker`` makes sessions, ``scoped_session`` hands on those of the factory it is given.

    Attributes:
        default: type expression where nothing else is said.
        class_argument: keyword that names the class of the product (``class_``).
        class_position: its positional index.
        factory_argument: keyword that carries another factory, whose product is taken over.
        factory_position: its positional index.
    A subscript (``sessionmaker[AsyncSession]``) names the product, too.
    """

    default: str | None = None
    class_argument: str | None = None
    class_position: int | None = None
    factory_argument: str | None = None
    factory_position: int | None = None


class Type(Entry):
    """A class of the library.

    Attributes:
        name: canonical dotted name, as the library's documentation spells it.
        aliases: other import paths of the same class.
        bases: catalog types that it inherits members from.
        kind: kind of its transaction call sites; inherited where left out.
        creates: what calling the class does beside making an instance (settings, SQL, version).
        product: for factories.
        proxy: type expression whose members are reachable on the instance, too (``product`` for ``scoped_session``);
            ``method:NAME`` for what this method of it returns.
        overridden: methods that the library calls and classes below define: type expressions of what they are called with, by position.
        serves: where a class below this type keeps one as an attribute, it makes instances of that class.
        call: what calling an *instance* does.
        enter: type expression that ``with instance as x`` binds.
        exit: effects on leaving a ``with`` block normally; empty where it only closes or rolls back.
        exits: overrides of ``exit`` by library version.
        iterates: type expression of what iterating an instance yields.
        nests: as with ``Callable``, of leaving a block.
        apart: attributes by which the library is told that a transaction is not to be one with that around it.
        lets_through: keywords of a call that name exceptions for which leaving a block does what leaving it normally does.
        methods: by name.
        attributes: by name.
        spelled: what the library calls the class, where the entry is one of several states of it (in a savepoint, in a transaction).
        autocommit: whether a write needs no commit: ``yes``, ``no``, ``setting`` (depends), None where unknown.
        transaction: False for a class whose commit or rollback is known not to be a database's (git, Kafka, search indexes).
    """

    name: str
    aliases: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    kind: Kind | None = None
    creates: Callable = Field(default_factory=Callable)
    product: Product | None = None
    proxy: str | None = None
    overridden: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    serves: str | None = None
    call: Callable | None = None
    enter: str | None = None
    exit: Effects = ()
    exits: tuple[Exit, ...] = ()
    iterates: str | None = None
    nests: Nesting | None = None
    apart: tuple[str, ...] = ()
    lets_through: tuple[str, ...] = ()
    methods: dict[str, Callable] = Field(default_factory=dict)
    attributes: dict[str, Member] = Field(default_factory=dict)
    spelled: str | None = None
    autocommit: Literal["yes", "no", "setting"] | None = None
    transaction: bool = True
    source: str | None = None


class Reverse(Entry):
    """The other end of a relation that a class declares: an attribute of the class that it is to.

    Attributes:
        argument: keyword that names the attribute.
        default: its name where the argument is left out, with the declaring class's name in small letters for ``{owner}``; None
            where there is no attribute then.
        type: type expression of its value; ``self`` is an instance of the declaring class.
    """

    argument: str
    default: str | None = None
    type: str


class Events(Entry):
    """What functions are called with that are registered for an event of some name.

    Attributes:
        argument: keyword of the event's name.
        position: its positional index.
        by_keyword: keyword by which the function is called with keywords instead, of which nothing is said.
        hands: type expressions of what a function is called with, by the event's name and by position; an empty text where nothing is said.
    """

    argument: str
    position: int
    by_keyword: str | None = None
    hands: dict[str, tuple[str, ...]]


class Function(Callable):
    """A module-level function of the library.

    Attributes:
        name: canonical dotted name.
        aliases: other import paths.
        kind: kind of its call sites.
        injects: parameter names of a decorated function that receive a value, each with its type expression.
        reverse: for relations.
        events: for functions, decorators among them, that register others.
    """

    name: str
    aliases: tuple[str, ...] = ()
    kind: Kind | None = None
    injects: dict[str, str] = Field(default_factory=dict)
    reverse: Reverse | None = None
    events: Events | None = None


class Object(Entry):
    """A module-level object of the library (``django.db.connection``)."""

    name: str
    aliases: tuple[str, ...] = ()
    type: str


class Setting(Entry):
    """A key of a configuration mapping or module that switches transactions (``ATOMIC_REQUESTS``).

    ``names`` are module-level names or dict keys; a site is where one is set to something else than ``off``.
    """

    name: str
    effect: str
    kind: Kind | None = None
    files: tuple[str, ...] = ()


class Api(Entry):
    """A plain API of an effect without types (``time.time``), by dotted name; ``pkg.**`` covers all below."""

    name: str
    effects: Effects


class Hook(Entry):
    """Functions that a library calls by their names, in modules that are known by what they bind (Alembic's revisions).

    Attributes:
        name: what is said of the functions: they are called by it.
        binds: names that such a module binds, all of them.
        functions: names of the functions.
        commits: whether the library commits what they have written.
    """

    name: str
    binds: Annotated[tuple[str, ...], Field(min_length=1)]
    functions: Annotated[tuple[str, ...], Field(min_length=1)]
    commits: bool = False


class Library(Entry):
    """One catalog file.

    Attributes:
        library: name people know it by.
        distribution: name on the package index, for versions in lock files.
        source: documentation that the entries were read from, with its version.
        versions: PEP 440 specifier of the versions it speaks of.
        registrars: decorators by which the library takes functions that it calls (``fastapi.**.get``), as patterns.
        hooks: functions that the library calls by their names.
        foreign: module patterns (``git.**``) whose classes are known to have nothing to do with database transactions.
    """

    library: str
    distribution: str | None = None
    source: Annotated[str, Field(min_length=1)]
    versions: str | None = None
    types: tuple[Type, ...] = ()
    functions: tuple[Function, ...] = ()
    objects: tuple[Object, ...] = ()
    settings: tuple[Setting, ...] = ()
    apis: tuple[Api, ...] = ()
    registrars: tuple[str, ...] = ()
    hooks: tuple[Hook, ...] = ()
    foreign: tuple[str, ...] = ()
