"""Excel, played: a COM server registered as Excel.Application with the few objects that the buttons use. Runs in the
Windows Python, as a program of its own:

    played_excel.py --register            what a PC with Excel has in its registry
    played_excel.py --play PLAY.json      an Excel with workbooks open, until its `stop` file is there
    played_excel.py --serve               how COM starts one more (for the PDF)

What it plays, and where Microsoft documents it (learn.microsoft.com):
- a workbook is held so that others may read it only, with `~$name` beside it: support.microsoft.com, "Description of the
  way that Excel saves files"; support "Owner file" of Office;
- the object model's names, parameters and defaults: office/vba/api (the type library `excel.tlb` of excel.idl);
- the window from which other programs get the object model (OBJID_NATIVEOM of the class EXCEL7): windows/win32/api/oleacc/
  nf-oleacc-accessibleobjectfromwindow;
- busy: calls are rejected while a dialog is open or a cell is edited, RPC_E_CALL_REJECTED: windows/win32/api/objidl/
  nf-objidl-imessagefilter-handleincomingcall and -retryrejectedcall;
- read-only: office/vba/api/excel.workbook.readonly; what cannot be saved is error 1004 (0x800A03EC);
- Protected View: its workbook is in no Workbooks: office/vba/api/excel.protectedviewwindow.
Messages of the buttons (MessageBox of the other process) are read, written down and answered.
"""

import ctypes
import faulthandler
import json
import os
import sys
import threading
import time
import winreg
from contextlib import suppress
from ctypes import wintypes
from pathlib import Path

import pythoncom
import win32con
import win32gui
from win32com.server import localserver, util
from win32com.server.exception import COMException
from win32com.server.policy import DesignatedWrapPolicy

HERE = Path(__file__).resolve().parent
CLSID = "{00024500-0000-0000-C000-000000000046}"
_LIBRARY = pythoncom.LoadTypeLib(str(HERE / "excel.tlb"))
_OBJID_NATIVEOM, _WM_GETOBJECT = -16, 0x3D
_BAD_INDEX, _NOT_DONE = -2147352565, -2146827284


class Typed(DesignatedWrapPolicy):
    """An object of the type library: its members have the library's numbers, and callers may ask for their types."""

    def _wrap_(self, ob):
        if not hasattr(type(ob), "_typeinfo_"):
            _describe(type(ob))
        super()._wrap_(ob)
        self._typeinfos_ = [type(ob)._typeinfo_]


def _describe(kind):
    kind._typeinfo_ = info = _LIBRARY.GetTypeInfo(_names().index(kind._kind_))
    kind._public_methods_ = []
    kind._dispid_to_func_, kind._dispid_to_get_, kind._dispid_to_put_ = {}, {}, {}
    attributes = info.GetTypeAttr()
    for n in range(attributes.cFuncs):
        described = info.GetFuncDesc(n)
        name = info.GetNames(described.memid)[0]
        if hasattr(kind, name):
            kind._dispid_to_func_[described.memid] = name
    for n in range(attributes.cVars):
        described = info.GetVarDesc(n)
        name = info.GetNames(described.memid)[0]
        kind._dispid_to_get_[described.memid] = name
        kind._dispid_to_put_[described.memid] = name


def _names():
    return [_LIBRARY.GetDocumentation(n)[0] for n in range(_LIBRARY.GetTypeInfoCount())]


def typed(ob):
    """The COM object of one of ours; the same one each time."""
    if getattr(ob, "_com_", None) is None:
        ob._com_ = util.wrap(ob, usePolicy=Typed)
    return ob._com_


def refuse(text, scode=_NOT_DONE):
    raise COMException(description=text, scode=scode, source="Microsoft Excel")


class Font:
    _kind_, Bold = "Font", False


class Range:
    _kind_ = "Range"
    Value = Value2 = None
    ColumnWidth, NumberFormat, WrapText = 8.38, "General", False

    def __init__(self, sheet, row=1, column=1, rows=1, columns=1):
        object.__setattr__(self, "sheet", sheet)
        self.Row, self.Column, self.size = row, column, (rows, columns)
        self.font = Font()

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)
        if name == "Value":
            self.sheet.book.app.log("Range.Value", sheet=self.sheet.Name, value=value)

    Count = property(lambda self: self.size[0] * self.size[1])
    Rows = property(lambda self: typed(Range(self.sheet, self.Row, self.Column, self.size[0], 1)))
    Columns = property(lambda self: typed(Range(self.sheet, self.Row, self.Column, 1, self.size[1])))
    Font = property(lambda self: typed(self.font))
    Worksheet = Parent = property(lambda self: typed(self.sheet))
    Application = property(lambda self: typed(self.sheet.book.app))

    def Item(self, RowIndex, ColumnIndex=1):
        return typed(Range(self.sheet, self.Row + int(RowIndex) - 1, self.Column + int(ColumnIndex) - 1))


class Worksheet:
    _kind_ = "_Worksheet"

    def __init__(self, book, name):
        self.book, self.Name = book, name

    Index = property(lambda self: self.book.sheets.index(self) + 1)
    Parent = property(lambda self: typed(self.book))
    Application = property(lambda self: typed(self.book.app))
    Cells = property(lambda self: typed(Range(self, 1, 1, 1048576, 16384)))

    def Activate(self):
        self.book.app.log("Worksheet.Activate", book=self.book.Name, sheet=self.Name)

    def Range(self, Cell1, Cell2=None):
        first, last = (util.unwrap(one) for one in (Cell1, Cell2 if Cell2 is not None else Cell1))
        return typed(Range(self, first.Row, first.Column, last.Row - first.Row + 1, last.Column - first.Column + 1))


class Collection:
    """Numbers from 1, or names in any case."""

    def Item(self, Index):
        found = self.things()
        if isinstance(Index, (int, float)) and 1 <= Index <= len(found):
            return typed(found[int(Index) - 1])
        for one in found:
            if isinstance(Index, str) and one.Name.lower() == Index.lower():
                return typed(one)
        return refuse("Subscript out of range", _BAD_INDEX)

    def _NewEnum(self):
        return util.NewEnum([typed(one) for one in self.things()], iid=pythoncom.IID_IEnumVARIANT)

    Count = property(lambda self: len(self.things()))


class Sheets(Collection):
    _kind_ = "Sheets"

    def __init__(self, book):
        self.book = book

    Parent = property(lambda self: typed(self.book))

    def things(self):
        return self.book.sheets


class Workbook:
    _kind_ = "_Workbook"
    Path, FileFormat, held, owner = "", 52, None, None

    def __init__(self, app, name, read_only=False):
        self.app, self.FullName, self.ReadOnly, self.Saved = app, name, read_only, True
        self.Name = os.path.basename(name)
        if os.path.dirname(name):
            from kosei_xl.workbook.parts import Package

            self.Path = os.path.dirname(name)
            names = Package(Path(name).read_bytes()).sheet_names
            if not read_only:
                self._hold()
        else:
            names = ("Sheet1",)
        self.sheets = [Worksheet(self, one) for one in names]
        self.all = Sheets(self)

    def _hold(self):
        """As Excel: others may read, and nobody may write or replace; the owner file beside it."""
        self.owner = open_file(os.path.join(self.Path, f"~${self.Name}"), win32con.CREATE_ALWAYS, delete=True)
        self.held = open_file(self.FullName, win32con.OPEN_EXISTING)

    Worksheets = Sheets = property(lambda self: typed(self.all))
    Application = property(lambda self: typed(self.app))

    def Save(self):
        self.app.log("Workbook.Save", book=self.Name, alerts=bool(self.app.DisplayAlerts))
        if self.app.faults.get("save_fails"):
            refuse(self.app.faults["save_fails"])
        self.Saved = True

    def Close(self, SaveChanges=None, Filename=None, RouteWorkbook=None):
        self.app.log("Workbook.Close", book=self.Name, save=SaveChanges)
        for handle in filter(None, (self.held, self.owner)):
            _KERNEL.CloseHandle(handle)
        self.app.books.open.remove(self)

    def SaveCopyAs(self, Filename):
        self.app.log("Workbook.SaveCopyAs", book=self.Name)
        Path(Filename).write_bytes(Path(self.FullName).read_bytes())

    def ExportAsFixedFormat(self, Type, Filename=None, *rest):
        """A PDF of one empty page: what Excel would print is not played."""
        import pypdf

        self.app.log("Workbook.ExportAsFixedFormat", book=self.Name, type=Type, read_only=self.ReadOnly)
        made = pypdf.PdfWriter()
        made.add_blank_page(width=842, height=595)
        made.write(Filename)

    def Activate(self):
        self.app.books.open.remove(self)
        self.app.books.open.insert(0, self)


_KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
_KERNEL.CreateFileW.restype = wintypes.HANDLE
_KERNEL.CreateFileW.argtypes = [
    wintypes.LPCWSTR,
    *[wintypes.DWORD] * 2,
    wintypes.LPVOID,
    *[wintypes.DWORD] * 2,
    wintypes.HANDLE,
]
_KERNEL.CloseHandle.argtypes = [wintypes.HANDLE]


def open_file(name, how, delete=False):
    flags = win32con.FILE_FLAG_DELETE_ON_CLOSE if delete else 0
    access = win32con.GENERIC_READ | win32con.GENERIC_WRITE | (win32con.DELETE if delete else 0)
    share = win32con.FILE_SHARE_READ | (win32con.FILE_SHARE_DELETE if delete else 0)
    handle = _KERNEL.CreateFileW(name, access, share, None, how, flags, None)
    if handle in (None, wintypes.HANDLE(-1).value):
        refuse(f"'{name}' is in use")
    return handle


class Workbooks(Collection):
    _kind_ = "Workbooks"

    def __init__(self, app):
        self.app, self.open, self.made = app, [], 0

    Application = property(lambda self: typed(self.app))

    def things(self):
        return [] if self.app.faults.get("protected") else self.open

    def Open(self, Filename, UpdateLinks=None, ReadOnly=None, *rest):
        self.app.log("Workbooks.Open", book=os.path.basename(Filename), read_only=bool(ReadOnly))
        if not os.path.exists(Filename) or self.app.faults.get("open_fails"):
            refuse(f"Sorry, we couldn't find {Filename}")
        self.open.insert(0, Workbook(self.app, Filename, bool(ReadOnly)))
        return typed(self.open[0])

    def Add(self, Template=None):
        self.made += 1
        self.open.insert(0, Workbook(self.app, f"Book{self.made}"))
        self.app.log("Workbooks.Add", book=f"Book{self.made}")
        return typed(self.open[0])


class Application:
    _kind_ = "_Application"
    DisplayAlerts, Visible, Version = True, False, "16.0"
    ProtectedViewWindows = None

    def __init__(self, play=None):
        play = play or {"log": str(HERE / "automated.log")}
        self.faults, self._log = play.get("faults", {}), Path(play["log"])
        self.status = False
        self.books = Workbooks(self)
        self.Hwnd = _Windows(self).top

    def log(self, what, **details):
        with self._log.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"what": what, **details}, ensure_ascii=False, default=str) + "\n")

    Application = property(lambda self: typed(self))
    Workbooks = property(lambda self: typed(self.books))
    ActiveWorkbook = property(lambda self: typed(self.books.things()[0]) if self.books.things() else None)

    @property
    def StatusBar(self):
        return self.status

    @StatusBar.setter
    def StatusBar(self, line):
        self.status = line
        self.log("StatusBar", line=line)

    def InputBox(self, Prompt, Title=None, Default=None, *rest):
        """What a person types, or False for one who cancels."""
        texts = self.faults.get("texts", [])
        self.log("InputBox", text=Prompt, default=Default)
        return texts.pop(0) if texts else False

    def Quit(self):
        self.log("Quit")
        win32gui.PostQuitMessage(0)


class Native:
    """The object that the window of a workbook gives out."""

    _kind_ = "Window"

    def __init__(self, app):
        self.app = app

    Application = property(lambda self: typed(self.app))


class _Windows:
    """XLMAIN, in it XLDESK, in it EXCEL7, which hands out the object model."""

    def __init__(self, app):
        self._native = Native(app)
        parent = 0
        for name in ("XLMAIN", "XLDESK", "EXCEL7"):
            kind = win32gui.WNDCLASS()
            kind.lpszClassName = name
            kind.lpfnWndProc = self._answer if name == "EXCEL7" else win32gui.DefWindowProc
            with suppress(win32gui.error):  # of a second Excel in the same process
                win32gui.RegisterClass(kind)
            style = win32con.WS_CHILD if parent else win32con.WS_OVERLAPPEDWINDOW
            made = win32gui.CreateWindow(
                name, "played", style | win32con.WS_VISIBLE, 0, 0, 100, 100, parent, 0, 0, None
            )
            self.top = self.top if parent else made
            parent = made

    def _answer(self, window, message, wparam, lparam):
        if message == _WM_GETOBJECT and ctypes.c_long(lparam & 0xFFFFFFFF).value == _OBJID_NATIVEOM:
            return _as_result(typed(self._native), wparam)
        return win32gui.DefWindowProc(window, message, wparam, lparam)


class _Guid(ctypes.Structure):
    _fields_ = [("a", ctypes.c_ulong), ("b", ctypes.c_ushort), ("c", ctypes.c_ushort), ("d", ctypes.c_byte * 8)]


def _as_result(ob, wparam):
    """A COM object as the answer to WM_GETOBJECT."""
    iid, pointer = _Guid(), ctypes.c_void_p()
    ctypes.oledll.ole32.CLSIDFromString("{00020400-0000-0000-C000-000000000046}", ctypes.byref(iid))
    take = ctypes.PyDLL(pythoncom.__file__).PyCom_InterfaceFromPyObject
    take.argtypes = [ctypes.py_object, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int]
    if not take(ob, ctypes.byref(iid), ctypes.byref(pointer), 0):
        return 0
    give = ctypes.WinDLL("oleacc").LresultFromObject
    give.restype, give.argtypes = ctypes.c_ssize_t, [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
    return give(ctypes.byref(iid), wparam, pointer)


class Busy:
    """A message filter that rejects the next calls: what callers of an Excel see whose cell is being edited."""

    _METHODS = (("query", 3), ("add", 1), ("release", 1), ("incoming", 5), ("rejected", 4), ("pending", 4))

    def __init__(self, app, calls):
        self.app, self.left = app, calls
        kinds = [ctypes.WINFUNCTYPE(ctypes.c_ulong, *[ctypes.c_void_p] * count) for _, count in self._METHODS]
        self.kept = [kind(getattr(self, name)) for kind, (name, _) in zip(kinds, self._METHODS, strict=True)]
        self.table = (ctypes.c_void_p * 6)(*(ctypes.cast(one, ctypes.c_void_p) for one in self.kept))
        self.object = ctypes.pointer(ctypes.c_void_p(ctypes.addressof(self.table)))
        former = ctypes.c_void_p()
        ctypes.oledll.ole32.CoRegisterMessageFilter(self.object, ctypes.byref(former))

    def query(self, this, iid, out):
        ctypes.c_void_p.from_address(out).value = this
        return 0

    def add(self, this):
        return 2

    release = add

    def incoming(self, this, kind, task, ticks, info):
        if self.left:
            self.left -= 1
            self.app.log("rejected")
            return 1  # SERVERCALL_REJECTED
        return 0

    def rejected(self, this, task, ticks, kind):
        return 0xFFFFFFFF

    def pending(self, this, task, ticks, kind):
        return 2


def _answer_dialogs(app, answer):
    """Read the messages of the buttons, and press what a person would: a thread of its own."""
    keys = {"ok": win32con.IDOK, "yes": win32con.IDYES, "no": win32con.IDNO}
    while True:
        window = win32gui.FindWindow("#32770", "kosei_xl")
        if window:
            children = []
            win32gui.EnumChildWindows(window, lambda child, found: found.append(child) or True, children)
            words = max(map(_text, children), key=len, default="")
            asks = _has(window, win32con.IDYES)
            app.log("MessageBox", text=words, asks=asks)
            win32gui.SendMessage(window, win32con.WM_COMMAND, keys[answer] if asks else win32con.IDOK, 0)
            while win32gui.IsWindow(window):
                time.sleep(0.05)
        time.sleep(0.1)


def _has(window, number):
    try:
        return bool(win32gui.GetDlgItem(window, number))
    except win32gui.error:
        return False


def _text(window):
    size = win32gui.SendMessage(window, win32con.WM_GETTEXTLENGTH, 0, 0) + 1
    buffer = ctypes.create_unicode_buffer(size)
    ctypes.windll.user32.SendMessageW(wintypes.HWND(window), win32con.WM_GETTEXT, size, buffer)
    return buffer.value


def play(file):
    """Be an Excel with workbooks open until the stop file is there."""
    faulthandler.enable()
    wanted = json.loads(Path(file).read_text(encoding="utf-8"))
    app = Application(wanted)
    faults = app.faults
    for name in wanted.get("open", ()):
        app.books.open.append(Workbook(app, name, faults.get("read_only", False)))
    for book in app.books.open:
        book.Saved = not faults.get("unsaved", False)
    busy = Busy(app, faults["busy"]) if faults.get("busy") else None
    threading.Thread(target=_answer_dialogs, args=(app, faults.get("answer", "no")), daemon=True).start()
    made = Path(f"{wanted['ready']}.tmp")
    made.write_text(str(app.Hwnd), encoding="ascii")
    made.replace(wanted["ready"])  # whole when it is there: the window's number is read at once
    while not os.path.exists(wanted["stop"]):
        pythoncom.PumpWaitingMessages()
        time.sleep(0.005)
    app.log("end", open=[book.Name for book in app.books.open], busy=busy.left if busy else 0)
    os._exit(0)


EXCEL = {
    r"Excel.Application\CLSID": CLSID,
    rf"CLSID\{CLSID}\LocalServer32": f'"{sys.executable}" "{HERE / "played_excel.py"}" --serve',
    rf"CLSID\{CLSID}\PythonCOM": "played_excel.Application",
    rf"CLSID\{CLSID}\PythonCOMPolicy": "played_excel.Typed",
    rf"CLSID\{CLSID}\ProgID": "Excel.Application",
}
"""Keys of the classes in the registry by which COM knows it, and their values."""


def register():
    """What a PC with Excel has in its registry, and what pywin32 wants to know to make the object; and what shows PDFs and
    web pages there.
    """
    documents = {
        r"played.document\shell\open\command": f'"{sys.executable}" "{HERE / "opened.py"}" "%1"',
        ".pdf": "played.document",
        ".html": "played.document",
    }
    for key, value in {**EXCEL, **documents}.items():
        winreg.SetValue(winreg.HKEY_LOCAL_MACHINE, rf"SOFTWARE\Classes\{key}", winreg.REG_SZ, value)


def unregister():
    """Be a PC without Excel again: what comes next is not to print with this one."""
    for key in EXCEL:
        winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, rf"SOFTWARE\Classes\{key}")


def serve():
    """Be started by COM: an Excel of one's own, until it is told to quit or nobody has it any more."""
    localserver.serve([CLSID])


if __name__ == "__main__":
    if sys.argv[1] == "--play":
        play(sys.argv[2])
    elif sys.argv[1] == "--register":
        register()
    elif sys.argv[1] == "--unregister":
        unregister()
    else:
        serve()
