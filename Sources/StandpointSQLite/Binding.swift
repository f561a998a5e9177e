// Giving a statement its values.

internal import CStandpointSQLite

extension Statement {
    /// Gives one parameter its value, which stays until it is given another.
    ///
    /// - Parameter index: The number of the parameter, counted from 1.
    /// - Throws: ``SQLiteError/parameterIndex(index:count:sql:)``; ``SQLiteError/misuse(_:)`` while running.
    @inlinable
    public func bind(_ value: some Bindable, at index: Int) throws(SQLiteError) {
        try requireIdle()
        try value.bind(to: self, at: index)
    }

    /// Gives a named parameter its value.
    ///
    /// - Parameter name: The name with its prefix, as the SQL has it: `:name`, `@name` or `$name`.
    /// - Throws: ``SQLiteError/unknownParameter(name:sql:)``; ``SQLiteError/misuse(_:)`` while running.
    public func bind(_ value: some Bindable, named name: String) throws(SQLiteError) {
        try requireIdle()
        let index = sqlite3_bind_parameter_index(pointer, name)
        guard index > 0 else { throw .unknownParameter(name: name, sql: sql) }
        try value.bind(to: self, at: Int(index))
    }

    /// The name of a parameter with its prefix, as the SQL has it; nil for a plain `?` and where there is none.
    ///
    /// - Parameter index: The number of the parameter, counted from 1.
    public func parameterName(at index: Int) -> String? {
        guard phase != .invalid, let name = sqlite3_bind_parameter_name(pointer, Int32(clamping: index))
        else {
            return nil
        }
        return String(cString: name)
    }

    /// Gives all parameters their values, in order.
    ///
    /// - Throws: ``SQLiteError/parameterCount(expected:given:sql:)`` unless there is one for each.
    @inlinable
    public func bind<each V: Bindable>(_ values: repeat each V) throws(SQLiteError) {
        var count = 0
        for _ in repeat each values { count += 1 }
        try beginBinding(count)
        do {
            var index = 0
            repeat try (each values).bind(to: self, at: Self.next(&index))
        } catch {
            abandonBinding()
            throw error
        }
        endBinding()
    }

    /// Gives all parameters their values, in order.
    ///
    /// - Throws: ``SQLiteError/parameterCount(expected:given:sql:)`` unless there is one for each.
    public func bind(_ values: [Value]) throws(SQLiteError) {
        try beginBinding(values.count)
        do {
            for index in values.indices { try values[index].bind(to: self, at: index + 1) }
        } catch {
            abandonBinding()
            throw error
        }
        endBinding()
    }

    /// Runs the statement to its end with these values, and resets it. Rows it returns are passed over.
    ///
    /// - Throws: ``SQLiteError/parameterCount(expected:given:sql:)``, or what SQLite reports.
    @inlinable
    @_disfavoredOverload
    public func run<each V: Bindable>(_ values: repeat each V) throws(SQLiteError) {
        try bind(repeat each values)
        try finish()
    }

    /// Runs the statement to its end with these values, and resets it. Rows it returns are passed over.
    ///
    /// - Throws: ``SQLiteError/parameterCount(expected:given:sql:)``, or what SQLite reports.
    public func run(values: [Value]) throws(SQLiteError) {
        try bind(values)
        try finish()
    }

    /// Binds these values and returns a cursor over the rows.
    ///
    /// - Throws: ``SQLiteError/parameterCount(expected:given:sql:)``; what SQLite reports comes from the
    ///   cursor.
    @inlinable
    @_disfavoredOverload
    public func rows<each V: Bindable>(_ values: repeat each V) throws(SQLiteError) -> Rows {
        try bind(repeat each values)
        return Rows(self)
    }

    /// Binds these values and returns a cursor over the rows.
    ///
    /// - Throws: ``SQLiteError/parameterCount(expected:given:sql:)``.
    public func rows(values: [Value]) throws(SQLiteError) -> Rows {
        try bind(values)
        return Rows(self)
    }

    /// A cursor over the rows, with the values that were bound one by one; those never bound are NULL.
    ///
    /// - Throws: ``SQLiteError/misuse(_:)`` when the statement is running.
    public func cursor() throws(SQLiteError) -> Rows {
        try requireIdle()
        return Rows(self)
    }

    /// Makes every parameter NULL.
    ///
    /// - Throws: ``SQLiteError/misuse(_:)`` while the statement is running.
    public func clearBindings() throws(SQLiteError) {
        try requireIdle()
        sqlite3_clear_bindings(pointer)
    }
}

// MARK: - What the values call

extension Statement {
    /// Binds NULL; for implementations of ``Bindable``.
    public func bindNull(at index: Int) throws(SQLiteError) {
        try check(sqlite3_bind_null(try requireBindable(), Int32(clamping: index)), index)
    }

    /// Binds an integer; for implementations of ``Bindable``.
    public func bindInteger(_ value: Int64, at index: Int) throws(SQLiteError) {
        try check(sqlite3_bind_int64(try requireBindable(), Int32(clamping: index), value), index)
    }

    /// Binds a floating point number; for implementations of ``Bindable``. A NaN becomes NULL.
    public func bindReal(_ value: Double, at index: Int) throws(SQLiteError) {
        try check(sqlite3_bind_double(try requireBindable(), Int32(clamping: index), value), index)
    }

    /// Binds a text with its real length; for implementations of ``Bindable``.
    public func bindText(_ value: String, at index: Int) throws(SQLiteError) {
        let pointer = try requireBindable()
        let number = Int32(clamping: index)
        func bind(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
            if bytes.isEmpty {
                // The address of an empty buffer may be null, which SQLite would take for NULL.
                standpoint_bind_text_copy(pointer, number, "", 0)
            } else if let kept = keep(UnsafeRawBufferPointer(bytes)) {
                standpoint_bind_text_static(pointer, number, kept, UInt64(bytes.count))
            } else {
                standpoint_bind_text_copy(pointer, number, bytes.baseAddress, UInt64(bytes.count))
            }
        }
        if let status = value.utf8.withContiguousStorageIfAvailable(bind) { return try check(status, index) }
        // A text that is not kept as UTF-8, as those that come from Objective-C.
        var value = value
        try check(value.withUTF8(bind), index)
    }

    /// Binds bytes; for implementations of ``Bindable``.
    public func bindBlob(_ value: [UInt8], at index: Int) throws(SQLiteError) {
        let pointer = try requireBindable()
        let number = Int32(clamping: index)
        let status = value.withUnsafeBytes { bytes in
            if bytes.isEmpty {
                sqlite3_bind_zeroblob(pointer, number, 0)
            } else if let kept = keep(bytes) {
                standpoint_bind_blob_static(pointer, number, kept, UInt64(bytes.count))
            } else {
                standpoint_bind_blob_copy(pointer, number, bytes.baseAddress, UInt64(bytes.count))
            }
        }
        try check(status, index)
    }
}

// MARK: - The scratch memory

extension Statement {
    @inlinable
    static func next(_ index: inout Int) -> Int {
        index &+= 1
        return index
    }

    /// Opens the scratch memory for values that replace all that are bound.
    @usableFromInline
    func beginBinding(_ count: Int) throws(SQLiteError) {
        try requireIdle()
        guard count == parameterCount else {
            throw .parameterCount(expected: parameterCount, given: count, sql: sql)
        }
        phase = .binding
        scratchUsed = 0
    }

    @usableFromInline
    func endBinding() {
        phase = .idle
        scratchUsed = Self.scratchCapacity
    }

    /// After a failure half-way, parameters not reached would refer to scratch memory that has new contents.
    @usableFromInline
    func abandonBinding() {
        guard phase == .binding else { return }
        endBinding()
        sqlite3_clear_bindings(pointer)
    }

    /// Copies bytes to the scratch memory; nil when it is not open or they do not fit: SQLite copies them then.
    @inline(__always)
    private func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
        let room = Self.scratchCapacity - scratchUsed
        guard let source = bytes.baseAddress, bytes.count <= room else { return nil }
        let memory: UnsafeMutableRawPointer
        if let scratch {
            memory = scratch
        } else {
            memory = .allocate(byteCount: Self.scratchCapacity, alignment: 16)
            scratch = memory
        }
        let target = memory + scratchUsed
        target.copyMemory(from: source, byteCount: bytes.count)
        scratchUsed += bytes.count
        return UnsafeRawPointer(target)
    }

    @inline(__always)
    private func requireBindable() throws(SQLiteError) -> OpaquePointer {
        guard phase == .idle || phase == .binding, database.isReady else { throw unavailable() }
        return pointer
    }

    @inline(__always)
    private func check(_ status: Int32, _ index: Int) throws(SQLiteError) {
        guard status != SQLITE_OK else { return }
        if status == SQLITE_RANGE { throw .parameterIndex(index: index, count: parameterCount, sql: sql) }
        throw database.error(status, sql: sql)
    }
}
